-- Since when a hosted provider has not been reached: the first failure since the last success.
alter table provider add column failing_since timestamp(6) with time zone;

-- What each gateway has seen of the FHIR providers that it has called since it started.
create table fhir_provider (
    gateway       varchar(64) not null,
    ods           varchar(32) not null,
    breaker       varchar(16) not null, -- CLOSED, OPEN, HALF_OPEN
    breaker_since timestamp(6) with time zone not null,
    -- the first failed call that no good one has followed
    failing_since timestamp(6) with time zone,
    primary key (gateway, ods)
);
