DROP INDEX entries_by_group_name;
