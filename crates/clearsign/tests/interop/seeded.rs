use alloy_primitives::U256;
use k256::ecdsa::SigningKey;
use sig::{Address, B256, sha256_digest};

/// Numbers that look random and are the same on every machine.
pub(crate) struct Seeded {
    label: &'static str,
    case: usize,
    drawn: u32,
}

impl Seeded {
    /// The numbers of one case.
    pub(crate) const fn new(label: &'static str, case: usize) -> Self {
        Self {
            label,
            case,
            drawn: 0,
        }
    }

    pub(crate) fn hash(&mut self) -> B256 {
        self.drawn += 1;
        sha256_digest(format!("{}/{}/{}", self.label, self.case, self.drawn).as_bytes()).to_b256()
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for (to, from) in bytes.iter_mut().zip(self.hash()) {
            *to = from;
        }
        bytes
    }

    pub(crate) fn address(&mut self) -> Address {
        Address::from(self.bytes())
    }

    /// A number of up to 256 bits, of any length.
    pub(crate) fn word(&mut self) -> U256 {
        let shift = usize::from(self.bytes::<1>()[0]);
        U256::from_be_bytes(self.hash().0) >> shift
    }

    /// A number from 0 to `below`, exclusive.
    pub(crate) fn below(&mut self, below: u64) -> u64 {
        u64::from_be_bytes(self.bytes()) % below
    }

    /// One of several.
    pub(crate) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::from(self.bytes::<1>()[0]) % choices.len()]
    }

    /// A key and its bytes.
    pub(crate) fn key(&mut self) -> (SigningKey, B256) {
        let bytes = self.hash();
        (SigningKey::from_slice(bytes.as_slice()).unwrap(), bytes)
    }
}
