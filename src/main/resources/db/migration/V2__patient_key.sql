-- The fingerprint of the key by which the message log hides patients. Gateways with different keys would find only what they
-- have written themselves.
create table patient_key (
    one         smallint    not null primary key check (one = 1),
    fingerprint varchar(64) not null
);
