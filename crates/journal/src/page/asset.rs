//! The files of the page, each with its compressed forms beside it.

use std::borrow::Cow;
use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use rust_embed::Embed;
use sha2::{Digest, Sha256};

use super::Encoding;

#[derive(Embed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// All files, by path without a leading slash.
pub struct Assets(HashMap<String, Asset>);

/// One file.
pub(super) struct Asset {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    digest: String,
    kind: &'static str,
    is_hashed: bool,
}

impl Assets {
    /// What was embedded when the program was built; empty when the page was not.
    pub fn embedded() -> Self {
        let content = |data: Cow<'static, [u8]>| match data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        Self::new(Built::iter().filter_map(|path| Some((path.to_string(), content(Built::get(&path)?.data)))))
    }

    /// These files; one ending in `.br` or `.gz` is a form of the file without that ending.
    pub fn new(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let mut files: HashMap<String, Bytes> = files.into_iter().collect();
        let originals: Vec<String> = files.keys().filter(|path| original(path).is_none()).cloned().collect();
        let mut assets = HashMap::new();
        for path in originals {
            let forms = ["br", "gz"].map(|ending| files.remove(&format!("{path}.{ending}")));
            if let Some(plain) = files.remove(&path) {
                let asset = Asset::new(&path, plain, forms);
                assets.insert(path, asset);
            }
        }
        Self(assets)
    }

    pub(super) fn find(&self, path: &str) -> Option<&Asset> {
        self.0.get(path)
    }
}

/// The file that a compressed one is a form of.
fn original(path: &str) -> Option<&str> {
    path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"))
}

impl Asset {
    fn new(path: &str, plain: Bytes, [brotli, gzip]: [Option<Bytes>; 2]) -> Self {
        let digest = Sha256::digest(&plain);
        let (first, _) = digest.split_first_chunk().expect("32 bytes begin with 16");
        let digest = format!("{:032x}", u128::from_be_bytes(*first));
        Self { brotli, gzip, digest, kind: kind(path), is_hashed: path.starts_with("assets/"), plain }
    }

    pub(super) fn plain(&self) -> &Bytes {
        &self.plain
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    /// Names with a hash never change what they mean.
    pub(super) fn caching(&self) -> &'static str {
        if self.is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" }
    }

    pub(super) fn has_variants(&self) -> bool {
        self.brotli.is_some() || self.gzip.is_some()
    }

    /// The form that the client likes best; at equal liking, the smallest.
    pub(super) fn best_for(&self, request: &HeaderMap) -> (Encoding, &Bytes) {
        let forms = [(Encoding::Brotli, self.brotli.as_ref()), (Encoding::Gzip, self.gzip.as_ref())];
        let mut best = (Encoding::Plain, &self.plain);
        let mut liking = Encoding::Plain.weight(request);
        for (encoding, bytes) in forms {
            let weight = encoding.weight(request);
            if let Some(bytes) = bytes
                && weight > 0
                && (weight > liking || (weight == liking && bytes.len() < best.1.len()))
            {
                best = (encoding, bytes);
                liking = weight;
            }
        }
        best
    }

    /// An entity tag, one for each form.
    pub(super) fn tag(&self, encoding: Encoding) -> HeaderValue {
        let form = encoding.header().map(|name| format!("-{name}")).unwrap_or_default();
        HeaderValue::from_str(&format!("\"{}{form}\"", self.digest))
            .expect("hexadecimal digits and a short word")
    }
}

/// The kinds of file that Vite makes.
fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
