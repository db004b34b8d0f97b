-- Which terms were in force when an order was made: a row whenever the till starts with another version.
CREATE TABLE terms (
    in_force_from INTEGER NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (in_force_from, version)
) STRICT;

CREATE INDEX orders_of_client ON orders (client, created_at);
