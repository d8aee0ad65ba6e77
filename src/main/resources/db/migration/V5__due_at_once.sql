-- Null means at once. Clocks differ between gateways, and a time that has just come would let a later delivery pass.
alter table delivery alter column next_attempt_at drop not null;
update delivery set next_attempt_at = null where state in ('PENDING', 'IN_DOUBT') and next_attempt_at <= current_timestamp;
