//! The artifacts that modules are: one image manifest with a small configuration and one layer, an
//! archive (the OCI Image Specification 1.1, "guidance for artifacts").

use serde::{Deserialize, Serialize};

/// The type of manifests.
pub(super) const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// What a module's artifact is.
const ARTIFACT: &str = "application/vnd.infc.module.v1";

/// The type of the configuration.
const CONFIG: &str = "application/vnd.infc.module.config.v1+json";

/// The type of the archive.
const CONTENT: &str = "application/vnd.infc.module.content.v1.tar+gzip";

/// The manifest of a module.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    schema_version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    artifact_type: Option<String>,
    pub(super) config: Descriptor,
    #[serde(default)]
    pub(super) layers: Vec<Descriptor>,
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    annotations: serde_json::Map<String, serde_json::Value>,
}

/// What a manifest refers to.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub(super) media_type: String,
    pub(super) digest: String,
    pub(super) size: u64,
}

impl Manifest {
    /// The manifest for a module of this name and version.
    pub(super) fn new(name: &str, version: &str, config: &[u8], content: &[u8]) -> Self {
        let mut annotations = serde_json::Map::new();
        annotations.insert("org.opencontainers.image.title".into(), name.into());
        annotations.insert("org.opencontainers.image.version".into(), version.into());
        let descriptor = |kind: &str, bytes: &[u8]| Descriptor {
            media_type: kind.to_owned(),
            digest: crate::remote::digest_of(bytes),
            size: bytes.len() as u64,
        };
        Self {
            schema_version: 2,
            media_type: Some(MANIFEST.to_owned()),
            artifact_type: Some(ARTIFACT.to_owned()),
            config: descriptor(CONFIG, config),
            layers: vec![descriptor(CONTENT, content)],
            annotations,
        }
    }

    /// The layer with the files, if this is the manifest of a module.
    pub(super) fn content(&self) -> Option<&Descriptor> {
        self.layers.iter().find(|layer| layer.media_type == CONTENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let manifest = Manifest::new("ex.com/a", "1.0.0", b"{}", b"content");
        let text = serde_json::to_string(&manifest).unwrap();
        assert_eq!(serde_json::from_str::<Manifest>(&text).unwrap(), manifest);
        assert_eq!(manifest.content().unwrap().size, 7);
        let image = text.replace("infc.module.content", "oci.image.layer");
        assert!(serde_json::from_str::<Manifest>(&image).unwrap().content().is_none());
    }
}
