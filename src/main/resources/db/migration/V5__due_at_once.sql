-- Null: at once, whatever the clocks of the gateways say. A delivery that does not wait is passed by no other.
alter table delivery alter column next_attempt_at drop not null;
update delivery set next_attempt_at = null where state in ('PENDING', 'IN_DOUBT') and next_attempt_at <= current_timestamp;
