//! The memory that hashes are computed in.
//!
//! Allocating, faulting in and giving back 19 MiB costs a sixth of a hash, so a thread keeps its
//! blocks. Pages of 2 MiB were measured too and gave less than the noise, which is not worth the
//! unsafe code that asking for them would take.

use argon2::Block;
use zeroize::{Zeroize, Zeroizing};

use super::Error;
use super::recipe::Recipe;

/// Blocks of 1 KiB, of which `standing` are kept from hash to hash.
pub(super) struct Memory {
    blocks: Vec<Block>,
    standing: usize,
    /// How many of the first blocks may hold what a hash left.
    used: usize,
}

impl Memory {
    /// Allocates what is kept and touches every page of it.
    pub(super) fn standing(blocks: usize) -> Result<Self, Error> {
        let mut memory = Self { blocks: Vec::new(), standing: blocks, used: 0 };
        memory.grow(blocks)?;
        Ok(memory)
    }

    /// Computes a hash, in more memory than is kept if it must.
    pub(super) fn compute(&mut self, recipe: &Recipe, password: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.grow(recipe.blocks())?;
        self.used = self.used.max(recipe.blocks());
        recipe.compute(password, &mut self.blocks)
    }

    /// Overwrites what hashes left and gives back what is not kept.
    pub(super) fn wipe(&mut self) {
        for block in &mut self.blocks[..self.used] {
            block.zeroize();
        }
        self.used = 0;
        self.blocks.truncate(self.standing);
        self.blocks.shrink_to_fit();
    }

    fn grow(&mut self, blocks: usize) -> Result<(), Error> {
        if blocks > self.blocks.len() {
            // Growing may move the blocks, and what was in them would stay behind.
            self.wipe();
            self.blocks.try_reserve_exact(blocks - self.blocks.len()).map_err(|_| Error::Failed)?;
            self.blocks.resize(blocks, Block::new());
        }
        Ok(())
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.wipe();
    }
}

#[cfg(test)]
impl Memory {
    /// Whether nothing of any hash can be read.
    pub(super) fn is_clean(&self) -> bool {
        self.blocks.iter().all(|block| block.as_ref().iter().all(|word| *word == 0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Params;
    use super::*;

    fn recipe(memory_kib: u32) -> Recipe {
        Recipe::new(Params { memory_kib, passes: 2, lanes: 1 }, [1; 16]).unwrap()
    }

    /// ASVS V11.7.2
    #[test]
    fn nothing_of_a_hash_is_left_after_wiping() {
        let mut memory = Memory::standing(64).unwrap();
        assert!(memory.is_clean());
        memory.compute(&recipe(64), b"correct horse").unwrap();
        assert!(!memory.is_clean());
        memory.wipe();
        assert!(memory.is_clean());
    }

    #[test]
    fn a_smaller_hash_does_not_hide_what_a_larger_one_left() {
        let mut memory = Memory::standing(64).unwrap();
        memory.compute(&recipe(64), b"correct horse").unwrap();
        memory.compute(&recipe(8), b"correct horse").unwrap();
        memory.wipe();
        assert!(memory.is_clean());
    }

    #[test]
    fn what_a_hash_gives_does_not_depend_on_what_was_there_before() {
        let mut fresh = Memory::standing(64).unwrap();
        let expected = fresh.compute(&recipe(64), b"correct horse").unwrap();
        let mut reused = Memory::standing(64).unwrap();
        reused.compute(&recipe(64), b"somebody else").unwrap();
        assert_eq!(*reused.compute(&recipe(64), b"correct horse").unwrap(), *expected);
    }

    #[test]
    fn memory_beyond_what_stands_is_given_back() {
        let mut memory = Memory::standing(16).unwrap();
        memory.compute(&recipe(64), b"correct horse").unwrap();
        assert_eq!(memory.blocks.len(), 64);
        memory.compute(&recipe(128), b"correct horse").unwrap();
        memory.wipe();
        assert_eq!(memory.blocks.len(), 16);
        assert!(memory.blocks.capacity() < 64);
        assert!(memory.is_clean());
    }
}
