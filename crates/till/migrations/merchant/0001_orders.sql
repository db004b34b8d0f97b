-- Amounts of tenge are integers of tiyn. Times are unix seconds. Hashes and addresses are 0x-hex in lower case. Read by
-- SQLite as it is and by PostgreSQL after `storage.rs` translated it.

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
        ('created', 'authorized', 'submitted', 'partial', 'settled', 'over', 'final', 'expired', 'late', 'failed',
         'cancelled', 'refunded')),
    total_tiyn INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- The one payload this order is paid with, stored before anybody is asked to settle it.
    payment_id TEXT,
    payload TEXT,
    quote_id INTEGER,
    transaction_hash TEXT,
    -- The answers to the payer, stored so that they are the same every time.
    settle_response TEXT,
    settled_response TEXT,
    -- Where and how much to pay by hand, when somebody asked for that.
    deposit TEXT,
    refunded_tiyn INTEGER NOT NULL DEFAULT 0,
    -- Check link of the fiscal receipt of the merchant's cash register.
    fiscal_url TEXT,
    -- When to look at this order again without being asked, and how often that was in vain.
    check_at INTEGER NOT NULL,
    checks INTEGER NOT NULL DEFAULT 0,
    UNIQUE (client, idempotency_key),
    CHECK (state NOT IN ('authorized', 'submitted') OR payload IS NOT NULL OR deposit IS NOT NULL OR payment_id IS NOT NULL),
    CHECK (state NOT IN ('settled', 'over', 'final', 'refunded') OR settled_response IS NOT NULL)
) STRICT;

CREATE INDEX orders_to_check ON orders (check_at)
    WHERE state IN ('created', 'authorized', 'submitted', 'partial', 'settled', 'over');
CREATE INDEX orders_by_time ON orders (created_at);

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

-- Who made a link, a refund or a key, and when.
CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('cashier', 'manager', 'owner')),
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff (id),
    form_token TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
    id INTEGER PRIMARY KEY,
    key_sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    -- Separated by spaces.
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE TABLE refunds (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    tiyn INTEGER NOT NULL CHECK (tiyn > 0),
    reason TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    idempotency_key TEXT,
    request TEXT NOT NULL,
    -- `asked`: the operator has not answered yet; `pending`: it waits for the merchant's next credit.
    state TEXT NOT NULL CHECK (state IN ('asked', 'pending', 'paid', 'refused')),
    answer TEXT,
    created_at INTEGER NOT NULL,
    check_at INTEGER NOT NULL,
    UNIQUE (order_id, idempotency_key)
) STRICT;

CREATE INDEX refunds_of_order ON refunds (order_id);
CREATE INDEX refunds_to_check ON refunds (check_at) WHERE state IN ('asked', 'pending');

-- A price that can be paid many times, by link or by the QR code on the counter.
CREATE TABLE links (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    lines TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    webhook INTEGER NOT NULL REFERENCES webhooks (id),
    event_id TEXT NOT NULL,
    event TEXT NOT NULL,
    order_id TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    status INTEGER,
    problem TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX deliveries_waiting ON deliveries (next_at) WHERE state = 'waiting';
CREATE INDEX deliveries_of_webhook ON deliveries (webhook, id);
