//! What a hash depends on besides the password, and its form as a PHC string.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Version};
use zeroize::Zeroizing;

use super::{Error, Params};

/// The most memory a stored hash may ask for, in KiB.
const MEMORY_LIMIT: u32 = 256 * 1024;
/// The most work a stored hash may ask for, in KiB times passes; about a second.
const WORK_LIMIT: u64 = 4 * MEMORY_LIMIT as u64;
/// The length of a hash made here, in bytes.
pub(super) const OUTPUT: usize = 32;
/// The length of a salt made here, in bytes.
const SALT: usize = 16;

/// Algorithm, parameters and salt.
#[derive(Clone)]
pub(super) struct Recipe {
    algorithm: Algorithm,
    version: Version,
    params: argon2::Params,
    salt: Salt,
}

/// A recipe and what it gave for the right password.
#[derive(Clone)]
pub(super) struct Stored {
    pub(super) recipe: Recipe,
    output: Output,
}

impl Recipe {
    /// Argon2id with these parameters.
    pub(super) fn new(params: Params, salt: [u8; SALT]) -> Result<Self, Error> {
        let params = argon2::Params::new(params.memory_kib, params.passes, params.lanes, Some(OUTPUT))
            .map_err(|_| Error::Invalid)?;
        Self {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            params,
            salt: Salt::new(&salt).map_err(|_| Error::Invalid)?,
        }
        .within_limits()
    }

    fn within_limits(self) -> Result<Self, Error> {
        let within = self.params.m_cost() <= MEMORY_LIMIT && self.work() <= WORK_LIMIT;
        if within { Ok(self) } else { Err(Error::Invalid) }
    }

    /// How many blocks of 1 KiB it is computed in.
    pub(super) fn blocks(&self) -> usize {
        self.params.block_count()
    }

    fn work(&self) -> u64 {
        u64::from(self.params.m_cost()) * u64::from(self.params.t_cost())
    }

    /// Whether it needs more memory or more time than the other.
    pub(super) fn is_dearer_than(&self, other: &Self) -> bool {
        self.blocks() > other.blocks() || self.work() > other.work()
    }

    /// Whether a hash made today would be made so.
    pub(super) fn is_of(&self, params: Params) -> bool {
        matches!(self.algorithm, Algorithm::Argon2id)
            && matches!(self.version, Version::V0x13)
            && self.params.m_cost() == params.memory_kib
            && self.params.t_cost() == params.passes
            && self.params.p_cost() == params.lanes
            && self.params.output_len() == Some(OUTPUT)
            && self.salt.len() >= SALT
    }

    /// The output for a password. The blocks must be at least as many as [`Recipe::blocks`]; what
    /// they held before does not matter, as the first pass writes each before it is read.
    pub(super) fn compute(&self, password: &[u8], blocks: &mut [Block]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut output = Zeroizing::new(vec![0; self.params.output_len().unwrap_or(OUTPUT)]);
        Argon2::new(self.algorithm, self.version, self.params.clone())
            .hash_password_into_with_memory(password, &self.salt, &mut output, blocks)
            .map_err(|_| Error::Failed)?;
        Ok(output)
    }
}

impl Stored {
    pub(super) fn new(recipe: Recipe, output: &[u8]) -> Self {
        let output = Output::new(output).expect("a recipe's output has the length that a PHC string allows");
        Self { recipe, output }
    }

    /// Reads a PHC string of any Argon2, within the limits.
    pub(super) fn parse(phc: &str) -> Result<Self, Error> {
        let hash = PasswordHash::new(phc).map_err(|_| Error::Invalid)?;
        let version = match hash.version {
            Some(version) => Version::try_from(version).map_err(|_| Error::Invalid)?,
            // The first strings had no version, and were made by 1.0.
            None => Version::V0x10,
        };
        let recipe = Recipe {
            algorithm: Algorithm::try_from(hash.algorithm.as_str()).map_err(|_| Error::Invalid)?,
            version,
            params: argon2::Params::try_from(&hash).map_err(|_| Error::Invalid)?,
            salt: hash.salt.ok_or(Error::Invalid)?,
        };
        Ok(Self { recipe: recipe.within_limits()?, output: hash.hash.ok_or(Error::Invalid)? })
    }

    /// Whether the output is the stored one, in constant time.
    pub(super) fn is_output(&self, output: &[u8]) -> bool {
        crate::equal(self.output.as_bytes(), output)
    }

    pub(super) fn to_phc(&self) -> String {
        let recipe = &self.recipe;
        PasswordHash {
            algorithm: recipe.algorithm.ident(),
            version: Some(recipe.version.into()),
            params: ParamsString::try_from(&recipe.params).expect("Argon2's own parameters have a PHC form"),
            salt: Some(recipe.salt),
            hash: Some(self.output),
        }
        .to_string()
    }
}
