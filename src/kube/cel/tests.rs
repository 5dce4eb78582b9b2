//! Expressions and what they come to.

use super::eval::evaluate;
use super::parse::parse;
use super::value::{Fail, Value};

/// `true` and `false`, or the error.
fn run(text: &str) -> String {
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(why) => return format!("cannot be run: {why}"),
    };
    match evaluate(&expr, &[("self", Value::text("me"))]) {
        Ok(Value::Bool(value)) => value.to_string(),
        Ok(other) => format!("{other:?}"),
        Err(Fail::Error(text)) => format!("error: {text}"),
        Err(Fail::Unable(text)) => format!("cannot be run: {text}"),
    }
}

#[test]
fn what_holds() {
    for text in [
        "1 + 2 * 3 == 7 && -(3) == -3 && 7 % 4 == 3 && 7 / 2 == 3",
        "1.5 + 1.5 == 3.0 && 1 == 1.0 && 2u == 2 && 1 < 1.5 && 2u > 1",
        "'a' + 'b' == \"ab\" && r'\\d' == '\\\\d' && '''a'b''' == \"a'b\"",
        "b'abc' == b'\\x61bc' && '\\u00e9' == 'é' && '\\101' == 'A'",
        "[1, 2] + [3] == [1, 2, 3] && 2 in [1, 2] && !(3 in [1, 2])",
        "{'a': 1}.a == 1 && {'a': 1}['a'] == 1 && 'a' in {'a': 1} && {1: 'x'}[1] == 'x'",
        "has({'a': 1}.a) && !has({'a': 1}.b)",
        "true ? true : 1 / 0 == 0",
        "false && 1 / 0 == 0 || true || 1 / 0 == 0",
        "!(1 / 0 == 0 && false)",
        "[1, 2, 3].all(x, x > 0) && [1, 2].exists(x, x == 2) && [1, 2].exists_one(x, x == 2)",
        "[1, 2, 3].filter(x, x > 1).map(x, x * 2) == [4, 6] && [1, 2].map(x, x > 1, x) == [2]",
        "{'a': 1, 'b': 2}.all(k, k in ['a', 'b']) && [3, 4].all(i, v, v == i + 3)",
        "[1, 2].transformList(i, v, i + v) == [1, 3]",
        "[[1], [2]].all(x, x.exists(y, y > 0))",
        "size('é') == 1 && 'abc'.size() == 3 && [].size() == 0",
        "'abc'.contains('b') && 'abc'.startsWith('a') && 'abc'.endsWith('c') && 'abc'.matches('^a.c$')",
        "int('5') == 5 && string(5) == '5' && double('1.5') == 1.5 && type(1) == int && uint(3) == 3u",
        "int(2.9) == 2 && bool('true') && string(true) == 'true' && dyn(1) == 1",
        "'a,b'.split(',') == ['a', 'b'] && ['a', 'b'].join('-') == 'a-b' && 'abc'.substring(1) == 'bc'",
        "'abc'.substring(1, 2) == 'b' && 'abc'.indexOf('c') == 2 && 'abab'.lastIndexOf('ab') == 2",
        "'aXa'.replace('a', 'b') == 'bXb' && 'Ab'.lowerAscii() == 'ab' && ' a '.trim() == 'a'",
        "'abc'.charAt(1) == 'b' && 'abc'.reverse() == 'cba' && strings.quote('a\"') == '\"a\\\\\"\"'",
        "'%s is %d, %.2f'.format(['x', 3, 1.5]) == 'x is 3, 1.50' && '%x'.format([255]) == 'ff'",
        "[1, 2, 2].isSorted() && [1, 2].sum() == 3 && [3, 1].min() == 1 && [3, 1].max() == 3",
        "[1, 2].indexOf(2) == 1 && [1, 1].lastIndexOf(1) == 1 && [1].indexOf(9) == -1",
        "'abc 12'.find('[0-9]+') == '12' && 'a1b2'.findAll('[0-9]') == ['1', '2']",
        "duration('1h') > duration('59m') && duration('1h').getMinutes() == 60",
        "duration('1s') + duration('1s') == duration('2s') && string(duration('1.5s')) == '1.5s'",
        "timestamp('2024-01-01T00:00:00Z') + duration('24h') == timestamp('2024-01-02T00:00:00Z')",
        "timestamp('2024-03-01T00:00:00Z').getMonth() == 2 && timestamp('2024-03-01T00:00:00Z').getDayOfWeek() == 5",
        "isURL('https://a.b:80/c?d=e') && !isURL('a b') && url('https://a.b:80/c').getScheme() == 'https'",
        "url('https://a.b:80/c').getHost() == 'a.b:80' && url('https://a.b:80/c').getPort() == '80'",
        "url('https://[::1]:80/c').getHostname() == '::1' && url('/a?k=v&k=w').getQuery() == {'k': ['v', 'w']}",
        "isIP('10.0.0.1') && ip('::1').family() == 6 && ip('127.0.0.1').isLoopback() && !isIP('10.0.0')",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')",
        "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('::/0').prefixLength() == 0",
        "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('50m').add(quantity('50m')) == quantity('0.1')",
        "isQuantity('1.5') && !isQuantity('1GB') && quantity('2k').asInteger() == 2000",
        "semver('1.2.3').isLessThan(semver('1.10.0')) && semver('1.0.0-a').compareTo(semver('1.0.0')) == -1",
        "!format.dns1123Label().validate('a-b').hasValue() && format.dns1123Label().validate('A').hasValue()",
        "optional.of(1).orValue(2) == 1 && optional.none().orValue(2) == 2 && {'a': 1}.?b.orValue(0) == 0",
        "{'a': {'b': 1}}.?a.?b.value() == 1 && [1][?5].hasValue() == false",
        "optional.of(1).optMap(x, x + 1).value() == 2 && [?optional.none(), 1] == [1]",
        "sets.contains([1, 2], [1]) && sets.equivalent([1, 2], [2, 1]) && sets.intersects([1], [1, 2])",
        "timestamp('2024-07-15T12:00:00Z').getHours('Europe/Paris') == 14",
        "timestamp('2024-01-15T12:00:00Z').getHours('America/New_York') == 7",
        "timestamp('2024-01-15T12:00:00Z').getMinutes('-03:30') == 30",
        "{'a': 1}.transformMapEntry(k, v, {v: k}) == {1: 'a'} && ['x'].transformMap(i, v, v) == {0: 'x'}",
        "isImage('nginx') && !isImage('a//b') && image('nginx').repository() == 'library/nginx'",
        "image('localhost:5000/a/b:v1').registry() == 'localhost:5000' && image('a/b').tag() == 'latest'",
        "image('r.io/ab:v1').identifier() == 'v1' && !image('r.io/ab:v1').containsDigest()",
        "self == 'me' // a comment",
        "-9223372036854775808 < 0",
    ] {
        assert_eq!(run(text), "true", "{text}");
    }
}

#[test]
fn what_has_no_value() {
    for (text, expected) in [
        ("{'a': 1}.b == 1", "error: no such key: b"),
        ("[1][3] == 1", "error: index out of bounds: 3"),
        ("1 / 0 == 1", "error: division by zero"),
        ("9223372036854775807 + 1 > 0", "error: integer overflow"),
        ("1 + 'a' == 2", "error: no such overload: + on int, string"),
        ("frob(1)", "cannot be run: the function `frob` is not known"),
        ("unknown == 1", "cannot be run: nothing is known of `unknown`"),
        ("1 +", "cannot be run: it ends too early"),
        ("a.b(", "cannot be run: it ends too early"),
        ("'abc", "cannot be run: a string has no end"),
        (
            "{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k}).size() == 1",
            "error: insert failed: key already exists",
        ),
        (
            "timestamp('2024-01-01T00:00:00Z').getHours('Mars/Olympus') == 0",
            "error: unknown time zone Mars/Olympus",
        ),
        ("has(1)", "cannot be run: `has` takes one selection"),
        ("[1, 2].all(x, y, z, true)", "cannot be run: a macro has names, then expressions"),
    ] {
        assert_eq!(run(text), expected, "{text}");
    }
}

#[test]
fn nothing_hangs_or_overflows() {
    let deep = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(run(&deep), "cannot be run: it is nested deeper than 250 levels");
    let chain = vec!["1"; 10_000].join(" + ");
    assert_eq!(run(&chain), "cannot be run: it has a chain of more than 250 operators");
    let logic = vec!["true"; 10_000].join(" && ");
    assert_eq!(run(&logic), "true");
    let lists = "[1, 2, 3, 4, 5, 6, 7, 8]";
    let mut nested = "true".to_owned();
    for depth in 0..12 {
        nested = format!("{lists}.all(v{depth}, {nested})");
    }
    assert_eq!(run(&nested), "cannot be run: it takes more than 2000000 steps");
    let mut text = "'x'".to_owned();
    for _ in 0..8 {
        text = format!("({text}).replace('x', 'xxxxxxxxxxxxxxxx')");
    }
    assert!(run(&format!("size({text}) > 0")).starts_with("cannot be run: it takes more than"));
}
