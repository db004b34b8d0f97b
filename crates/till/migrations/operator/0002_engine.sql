-- When it was last looked at: those that were looked at longest ago come first, so that none is forgotten among many.
ALTER TABLE payments ADD COLUMN looked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE refunds ADD COLUMN looked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deposits ADD COLUMN looked_at INTEGER NOT NULL DEFAULT 0;

DROP INDEX unfinished_payments;
DROP INDEX payments_not_final;
CREATE INDEX unfinished_payments ON payments (looked_at) WHERE state IN ('stored', 'submitted');
CREATE INDEX refused_payments ON payments (looked_at) WHERE state = 'refused';
CREATE INDEX payments_not_final ON payments (looked_at) WHERE state = 'settled' AND is_final = 0;

-- What was not quoted or not settled, and by which rule: for the authority. Only what a certified merchant or a payer with
-- a genuine signature asked for, so that strangers cannot fill it.
CREATE TABLE refusals (
    id INTEGER PRIMARY KEY,
    refused_at INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('quote', 'payment')),
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    order_hash TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    -- Whose payment; empty before anybody paid.
    payer TEXT NOT NULL DEFAULT '',
    asset TEXT NOT NULL DEFAULT '',
    tiyn INTEGER NOT NULL,
    UNIQUE (stage, reason, order_hash, payer)
) STRICT;

CREATE INDEX refusals_by_time ON refusals (refused_at);

-- What the travel rule asks of payers above the threshold, as they sealed it to the operator's key. Opened by name and
-- reason only; erased when its time has passed.
CREATE TABLE travel_data (
    order_hash TEXT PRIMARY KEY,
    sealed TEXT NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX travel_data_by_time ON travel_data (received_at);

CREATE TABLE travel_openings (
    id INTEGER PRIMARY KEY,
    order_hash TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
