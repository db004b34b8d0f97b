-- When a subscription was paid: what the authority reads is by day. Of those from before it is known within their validity.
ALTER TABLE subscriptions ADD COLUMN settled_at INTEGER;

UPDATE subscriptions SET settled_at = issued_at WHERE state = 'subscribed';

CREATE INDEX settled_subscriptions ON subscriptions (settled_at);

-- How often residents' deals were refused, by rule. A count and no rows: anybody can ask for a deal, and must not be able to
-- fill it.
CREATE TABLE refused_deals (
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('exchange', 'topUp', 'cashOut', 'subscription')),
    reason TEXT NOT NULL,
    -- One of the registry's, or empty.
    asset TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, kind, reason, asset)
) STRICT;
