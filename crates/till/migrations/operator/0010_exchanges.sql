-- Firm offers to exchange one asset for another, and what became of them.
CREATE TABLE exchanges (
    id INTEGER PRIMARY KEY,
    -- The EIP-712 digest of the offer, which is also its hash in the contract.
    offer_hash TEXT NOT NULL UNIQUE,
    signed_offer TEXT NOT NULL,
    resident TEXT NOT NULL,
    -- What the operator must have, until it is settled or ended.
    buy_asset TEXT NOT NULL,
    buy_amount TEXT NOT NULL,
    worth_tiyn INTEGER NOT NULL,
    fee_tiyn INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('offered', 'pending', 'settled', 'ended')),
    -- The resident's signature over its leg.
    signature TEXT,
    issued_block INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    transaction_hash TEXT,
    block_number INTEGER,
    CHECK (state NOT IN ('pending', 'settled') OR signature IS NOT NULL),
    CHECK (state <> 'settled' OR transaction_hash IS NOT NULL)
) STRICT;

CREATE INDEX open_exchanges ON exchanges (buy_asset, state, expires_at) WHERE state IN ('offered', 'pending');

-- What was quoted for an asset over time, thinned to one a minute.
CREATE TABLE prices (
    asset TEXT NOT NULL,
    minute INTEGER NOT NULL,
    rate TEXT NOT NULL,
    PRIMARY KEY (asset, minute)
) STRICT;
