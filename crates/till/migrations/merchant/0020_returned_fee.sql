-- The part of the operator's fee that came back with refunds, in tiyn.
ALTER TABLE orders ADD COLUMN returned_fee_tiyn INTEGER NOT NULL DEFAULT 0;
