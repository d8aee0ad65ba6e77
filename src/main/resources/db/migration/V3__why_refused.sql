-- Why a request was refused, for an operator: whose refusal it was, GATEWAY or PROVIDER, and a few words that hold nothing of a
-- body, a patient or a token. Null where it was not refused; the words also where the outcome says it all.
alter table message add column refused_by varchar(8);
alter table message add column reason varchar(300);
