-- Amounts of tenge are integers of tiyn. Times are unix seconds. Hashes and addresses are 0x-hex in lower case.

CREATE TABLE seen_registry (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    order_hash TEXT NOT NULL UNIQUE,
    client TEXT NOT NULL,
    idempotency_key TEXT,
    request_hash TEXT NOT NULL,
    signed_order TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('created', 'authorized', 'submitted', 'settled', 'final', 'expired', 'failed', 'refunded')),
    expires_at INTEGER NOT NULL,
    -- The one payload this order is paid with, stored before anybody is asked to settle it.
    payment_id TEXT,
    payload TEXT,
    quote_id INTEGER REFERENCES quotes (id),
    transaction_hash TEXT,
    -- The answers to the payer, stored so that they are the same every time.
    settle_response TEXT,
    settled_response TEXT,
    -- When to look at this order again without being asked, and how often that was in vain.
    check_at INTEGER NOT NULL,
    checks INTEGER NOT NULL DEFAULT 0,
    UNIQUE (client, idempotency_key),
    CHECK (state NOT IN ('authorized', 'submitted') OR payload IS NOT NULL),
    CHECK (state NOT IN ('settled', 'final') OR settled_response IS NOT NULL)
) STRICT;

CREATE INDEX orders_to_check ON orders (check_at) WHERE state IN ('created', 'authorized', 'submitted', 'settled');

-- Quotes are replaced, never changed.
CREATE TABLE quotes (
    id INTEGER PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    signed_quote TEXT NOT NULL,
    offer TEXT NOT NULL,
    requirement TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1))
) STRICT;

CREATE INDEX quotes_of_order ON quotes (order_id, replaced);
