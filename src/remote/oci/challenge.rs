//! What a registry asks for when it answers 401: `Basic`, or `Bearer` with a place to get a token
//! (RFC 9110 section 11, and the Distribution project's token specification).

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Challenge {
    /// Name and password with each request.
    Basic,
    /// A token.
    Bearer {
        /// The server that gives tokens.
        realm: String,
        /// For which service.
        service: Option<String>,
        /// For which rights.
        scope: Option<String>,
    },
}

/// Reads a `WWW-Authenticate` header; `None` if it asks for something else.
pub(super) fn read(header: &str) -> Option<Challenge> {
    let (scheme, rest) = header.trim().split_once(' ').unwrap_or((header.trim(), ""));
    if scheme.eq_ignore_ascii_case("basic") {
        return Some(Challenge::Basic);
    }
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let parameters = parameters(rest);
    let named = |name: &str| {
        parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|it| it.1.clone())
    };
    Some(Challenge::Bearer {
        realm: named("realm")?,
        service: named("service"),
        scope: named("scope"),
    })
}

/// The `key="value"` pairs between commas.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = text;
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.trim_matches([' ', ',', '\t']).to_owned();
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let end = after.find(',').unwrap_or(after.len());
                let (value, next) = after.split_at(end);
                (value.trim().to_owned(), next)
            }
        };
        pairs.push((key, value));
        rest = next;
    }
    pairs
}

/// The text up to the closing quote, and what follows it.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((place, letter)) = letters.next() {
        match letter {
            '"' => return (value, text.get(place + 1..).unwrap_or_default()),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            letter => value.push(letter),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_read() {
        assert_eq!(read("Basic realm=\"r\""), Some(Challenge::Basic));
        let bearer = read(
            "Bearer realm=\"https://auth.ex/token\",service=\"reg\",scope=\"repository:a:pull,push\"",
        );
        assert_eq!(
            bearer,
            Some(Challenge::Bearer {
                realm: "https://auth.ex/token".into(),
                service: Some("reg".into()),
                scope: Some("repository:a:pull,push".into()),
            })
        );
        assert_eq!(read("Negotiate abc"), None);
        assert_eq!(read("Bearer"), None);
        assert_eq!(read("Bearer realm=\"x"), read("bearer Realm=x"));
    }
}
