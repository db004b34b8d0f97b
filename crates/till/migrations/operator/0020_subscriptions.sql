-- Subscriptions of offerings that this operator registers, and what became of them.
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY,
    -- The EIP-712 digest that the registrar signs, which is also the id in the contract.
    subscription_id TEXT NOT NULL UNIQUE,
    signed_subscription TEXT NOT NULL,
    contract TEXT NOT NULL,
    investor TEXT NOT NULL,
    worth_tiyn INTEGER NOT NULL,
    -- Which version of the risks the investor acknowledged.
    risks_version INTEGER NOT NULL,
    -- 'refused' is not submitted by this till any more; until it expires somebody else still may.
    state TEXT NOT NULL CHECK (state IN ('offered', 'pending', 'refused', 'subscribed', 'ended')),
    -- The investor's signature over the payment.
    signature TEXT,
    issued_block INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    transaction_hash TEXT,
    block_number INTEGER,
    -- The offering failed and the money was paid back.
    refunded_at INTEGER,
    CHECK (state <> 'pending' OR signature IS NOT NULL),
    CHECK (state <> 'subscribed' OR transaction_hash IS NOT NULL)
) STRICT;

CREATE INDEX subscriptions_of_investor ON subscriptions (investor, issued_at);

CREATE INDEX open_subscriptions ON subscriptions (state, expires_at) WHERE state IN ('offered', 'pending', 'refused');
