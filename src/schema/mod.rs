//! What is known of the built-in kinds of Kubernetes: which releases there are.
//!
//! Nothing here knows manifests or `.inf`.

mod release;

pub use release::Release;
