-- Amounts of tenge are integers of tiyn. Times are unix seconds. Hashes and addresses are 0x-hex in lower case.

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
    nonce TEXT NOT NULL,
    -- SHA-256 over the authorization and its signature.
    payment_id TEXT NOT NULL,
    order_hash TEXT NOT NULL,
    quote_id INTEGER NOT NULL REFERENCES quotes (id),
    payload TEXT NOT NULL,
    order_bound INTEGER NOT NULL CHECK (order_bound IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('stored', 'submitted', 'settled', 'refused', 'refund_due')),
    transaction_hash TEXT,
    block_number INTEGER,
    block_hash TEXT,
    settle_response TEXT,
    stored_at INTEGER NOT NULL,
    -- Until when a refused payment can still land by somebody else's hand.
    watch_until INTEGER NOT NULL,
    UNIQUE (network, token, payer, nonce),
    CHECK (state NOT IN ('settled', 'refund_due') OR transaction_hash IS NOT NULL),
    CHECK (state <> 'settled' OR settle_response IS NOT NULL)
) STRICT;

-- The first settled payment of an order wins; any other that lands is given back.
CREATE UNIQUE INDEX one_settled_payment ON payments (order_hash) WHERE state = 'settled';
CREATE INDEX payments_of_order ON payments (order_hash);
CREATE INDEX unfinished_payments ON payments (state, watch_until) WHERE state IN ('stored', 'submitted', 'refused');

-- Every transaction the gas key signed, written before it is sent.
CREATE TABLE transactions (
    hash TEXT PRIMARY KEY,
    payment INTEGER NOT NULL REFERENCES payments (id),
    gas_nonce INTEGER NOT NULL,
    raw TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    -- Pays nothing: reverted, or never mined because its gas nonce was used or the node refused it.
    dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX one_transaction_a_gas_nonce ON transactions (gas_nonce) WHERE dropped = 0;
CREATE INDEX transactions_of_payment ON transactions (payment);

-- Double entry: the rows of one payment add up to zero. Debits are positive.
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    payment INTEGER NOT NULL REFERENCES payments (id),
    account TEXT NOT NULL,
    tiyn INTEGER NOT NULL CHECK (tiyn <> 0),
    booked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ledger_of_payment ON ledger (payment);
CREATE INDEX ledger_of_account ON ledger (account);
