-- The queue is searched by the names of groups: read them without the works, which hold whole texts.
CREATE INDEX entries_by_group_name ON entries (contest_id, group_name);
