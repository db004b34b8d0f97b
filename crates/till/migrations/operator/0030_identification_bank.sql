-- Who was identified, and for which address. The data stand here only as they were sealed.
CREATE TABLE identifications (
    id INTEGER PRIMARY KEY,
    -- The challenge of the proof: a hash of the sealed data.
    application TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    sealed TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused')),
    decided_at INTEGER,
    decided_by TEXT,
    credential TEXT,
    credential_hash TEXT UNIQUE,
    limit_tiyn INTEGER,
    expires_at INTEGER,
    CHECK (state <> 'approved' OR (credential IS NOT NULL AND limit_tiyn IS NOT NULL AND expires_at IS NOT NULL))
) STRICT;

CREATE INDEX identified_addresses ON identifications (address, state);

-- Who opened whose data, when and why.
CREATE TABLE identification_openings (
    id INTEGER PRIMARY KEY,
    application TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Tenge by bank transfer for an asset.
CREATE TABLE top_ups (
    id INTEGER PRIMARY KEY,
    quote_hash TEXT NOT NULL UNIQUE,
    signed_quote TEXT NOT NULL,
    resident TEXT NOT NULL,
    asset TEXT NOT NULL,
    -- What the operator must have, until it is sent or too late.
    amount TEXT NOT NULL,
    tiyn INTEGER NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'paid', 'sent', 'expired')),
    issued_block INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    transaction_hash TEXT,
    block_number INTEGER,
    CHECK (state <> 'sent' OR transaction_hash IS NOT NULL)
) STRICT;

CREATE INDEX open_top_ups ON top_ups (asset, state, expires_at) WHERE state IN ('waiting', 'paid');

-- An asset for tenge to a bank account.
CREATE TABLE cash_outs (
    id INTEGER PRIMARY KEY,
    quote_hash TEXT NOT NULL UNIQUE,
    signed_quote TEXT NOT NULL,
    resident TEXT NOT NULL,
    asset TEXT NOT NULL,
    worth_tiyn INTEGER NOT NULL,
    -- Where the tenge go; erased with the other data of the resident.
    iban TEXT,
    state TEXT NOT NULL CHECK (state IN ('offered', 'pending', 'received', 'paid_out', 'ended')),
    -- The resident's signature over its authorization.
    signature TEXT,
    issued_block INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    transaction_hash TEXT,
    block_number INTEGER,
    CHECK (state NOT IN ('pending', 'received', 'paid_out') OR signature IS NOT NULL),
    CHECK (state NOT IN ('received', 'paid_out') OR transaction_hash IS NOT NULL)
) STRICT;

CREATE INDEX open_cash_outs ON cash_outs (state, expires_at) WHERE state IN ('offered', 'pending', 'received');
