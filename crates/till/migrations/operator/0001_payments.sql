-- Amounts of tenge are integers of tiyn, amounts of assets decimal texts of base units. Times are unix seconds. Hashes
-- and addresses are 0x-hex in lower case. Read by SQLite as it is and by PostgreSQL after `storage.rs` translated it.

CREATE TABLE seen_registry (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE quotes (
    id INTEGER PRIMARY KEY,
    order_hash TEXT NOT NULL,
    -- The nonce that binds an authorization to the order: how a payment without an order hash finds its quote.
    order_nonce TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    resource_url TEXT NOT NULL,
    total_tiyn INTEGER NOT NULL CHECK (total_tiyn > 0),
    signed_quote TEXT NOT NULL,
    offer TEXT NOT NULL,
    requirement TEXT NOT NULL,
    -- The newest block when it was issued: where the search for a payment begins.
    issued_block INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- Replaced by a newer one, never changed; can still be paid until its end.
    replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1))
) STRICT;

CREATE INDEX quotes_of_order ON quotes (order_hash);
CREATE INDEX quotes_by_nonce ON quotes (order_nonce);
CREATE INDEX quotes_by_resource ON quotes (resource_url);

CREATE TABLE payments (
    id INTEGER PRIMARY KEY,
    network TEXT NOT NULL,
    token TEXT NOT NULL,
    payer TEXT NOT NULL,
    -- Of the authorization; of a manual transfer the hash of its transaction.
    nonce TEXT NOT NULL,
    -- SHA-256 over the authorization and its signature.
    payment_id TEXT NOT NULL,
    order_hash TEXT NOT NULL,
    quote_id INTEGER NOT NULL REFERENCES quotes (id),
    -- What the payer signed; nothing for a manual transfer to the order's address.
    payload TEXT,
    -- Base units that landed or will.
    amount TEXT NOT NULL,
    order_bound INTEGER NOT NULL CHECK (order_bound IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('stored', 'submitted', 'settled', 'refused', 'refund_due')),
    transaction_hash TEXT,
    block_number INTEGER,
    block_hash TEXT,
    settle_response TEXT,
    stored_at INTEGER NOT NULL,
    -- Until when a refused payment can still land by somebody else's hand.
    watch_until INTEGER NOT NULL,
    -- Deep enough in the chain: no longer looked at.
    is_final INTEGER NOT NULL DEFAULT 0 CHECK (is_final IN (0, 1)),
    -- How often a reorganisation took it out of the chain.
    withdrawn INTEGER NOT NULL DEFAULT 0,
    UNIQUE (network, token, payer, nonce),
    CHECK (state NOT IN ('settled', 'refund_due') OR transaction_hash IS NOT NULL),
    CHECK (state <> 'settled' OR settle_response IS NOT NULL)
) STRICT;

-- The first settled payment of an order wins; any other that lands is given back.
CREATE UNIQUE INDEX one_settled_payment ON payments (order_hash) WHERE state = 'settled';
CREATE INDEX payments_of_order ON payments (order_hash);
CREATE INDEX unfinished_payments ON payments (state, watch_until) WHERE state IN ('stored', 'submitted', 'refused');
CREATE INDEX payments_not_final ON payments (id) WHERE state = 'settled' AND is_final = 0;

-- Every transaction the gas key signed, written before it is sent.
CREATE TABLE transactions (
    hash TEXT PRIMARY KEY,
    -- What it is for: `payment:ID`, `refund:ID` or `sweep:ID`.
    job TEXT NOT NULL,
    gas_nonce INTEGER NOT NULL,
    raw TEXT NOT NULL,
    gas_limit INTEGER NOT NULL,
    -- Wei a unit of gas, decimal.
    max_fee TEXT NOT NULL,
    tip TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    -- Pays nothing: reverted, or never mined because its gas nonce was used or the node refused it.
    dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)),
    -- Signed again with a higher fee and the same gas nonce; either may be mined.
    replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX one_transaction_a_gas_nonce ON transactions (gas_nonce) WHERE dropped = 0 AND replaced = 0;
CREATE INDEX transactions_of_job ON transactions (job);

-- Double entry: the rows of one entry add up to zero. Debits are positive.
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    -- What was booked: `payment:ID`, `withdrawal:ID:N`, `refund:ID`, `payout:ID`, `payout-failed:ID`.
    entry TEXT NOT NULL,
    order_hash TEXT,
    account TEXT NOT NULL,
    tiyn INTEGER NOT NULL CHECK (tiyn <> 0),
    booked_at INTEGER NOT NULL,
    UNIQUE (entry, account)
) STRICT;

CREATE INDEX ledger_of_account ON ledger (account, booked_at);

-- Asked for by a merchant's signature, paid by an authorization of the settlement key.
CREATE TABLE refunds (
    id INTEGER PRIMARY KEY,
    refund_id TEXT NOT NULL UNIQUE,
    order_hash TEXT NOT NULL,
    payment INTEGER NOT NULL REFERENCES payments (id),
    merchant_id TEXT NOT NULL,
    tiyn INTEGER NOT NULL CHECK (tiyn > 0),
    fee_tiyn INTEGER NOT NULL CHECK (fee_tiyn >= 0),
    request TEXT NOT NULL,
    -- `waiting`: the merchant's credit does not cover it yet.
    state TEXT NOT NULL CHECK (state IN ('waiting', 'stored', 'submitted', 'paid')),
    -- The fresh rate and what follows from it; absent while waiting.
    terms TEXT,
    issued_block INTEGER,
    transaction_hash TEXT,
    receipt TEXT,
    created_at INTEGER NOT NULL,
    CHECK (state = 'waiting' OR terms IS NOT NULL),
    CHECK (state <> 'paid' OR receipt IS NOT NULL)
) STRICT;

CREATE INDEX refunds_of_order ON refunds (order_hash);
CREATE INDEX unfinished_refunds ON refunds (id) WHERE state <> 'paid';

-- Tenge to a merchant's bank account. The bank's answer closes it.
CREATE TABLE payouts (
    id INTEGER PRIMARY KEY,
    merchant_id TEXT NOT NULL,
    tiyn INTEGER NOT NULL CHECK (tiyn > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'failed')),
    reference TEXT,
    created_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE INDEX payouts_of_merchant ON payouts (merchant_id, created_at);

-- An address of its own for an order paid by hand from any wallet. The key follows from deposit key and order.
CREATE TABLE deposits (
    id INTEGER PRIMARY KEY,
    order_hash TEXT NOT NULL,
    quote_id INTEGER NOT NULL UNIQUE REFERENCES quotes (id),
    address TEXT NOT NULL,
    expected TEXT NOT NULL,
    received TEXT NOT NULL DEFAULT '0',
    state TEXT NOT NULL CHECK (state IN ('waiting', 'partial', 'paid', 'over', 'late')),
    payer TEXT,
    -- The last of its transactions.
    transaction_hash TEXT,
    watch_until INTEGER NOT NULL,
    swept INTEGER NOT NULL DEFAULT 0 CHECK (swept IN (0, 1)),
    -- What was too much, too little or too late, and when the operator's staff gave it back.
    owed TEXT NOT NULL DEFAULT '0',
    returned_at INTEGER
) STRICT;

CREATE INDEX deposits_of_order ON deposits (order_hash);
CREATE INDEX deposits_watched ON deposits (watch_until);
