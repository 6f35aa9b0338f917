//! The migrations of both databases: the same names, the same tables and columns, each can be undone and done again.

use bongsen::db::{self, Conn, Db, Url};
use bongsen::kernel::errors::OpResult;
use diesel::RunQueryDsl;
use diesel::sql_types::Text;

use crate::support::postgres;

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    it: String,
}

fn columns(db: &Db) -> Vec<String> {
    let sqlite = "SELECT m.name || '.' || p.name || ' ' || CASE p.type WHEN 'INTEGER' THEN 'BIGINT' WHEN 'BLOB' THEN 'BYTES' ELSE p.type END \
                  || CASE WHEN p.\"notnull\" = 1 THEN ' NOT NULL' ELSE '' END AS it \
                  FROM sqlite_master m JOIN pragma_table_info(m.name) p \
                  WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY 1";
    let postgres = "SELECT table_name || '.' || column_name || ' ' || CASE data_type WHEN 'bigint' THEN 'BIGINT' WHEN 'bytea' THEN 'BYTES' \
                    ELSE upper(data_type) END || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS it \
                    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%' ORDER BY 1";
    let mut all: Vec<String> = db
        .read(|conn| -> OpResult<Vec<String>> {
            let rows: Vec<Column> = match conn {
                Conn::Pg(c) => diesel::sql_query(postgres).load(c)?,
                Conn::Sqlite(c) => diesel::sql_query(sqlite).load(c)?,
            };
            Ok(rows.into_iter().map(|r| r.it).collect())
        })
        .unwrap();
    all.sort();
    all
}

#[test]
fn both_databases_hold_the_same_tables() {
    let (sqlite_names, postgres_names) = db::names();
    assert!(!sqlite_names.is_empty());
    assert_eq!(sqlite_names, postgres_names);

    let folder = tempfile::tempdir().unwrap();
    let embedded = Db::open(&Url::Sqlite(folder.path().join("a.db")), 2).unwrap();
    let server = postgres::shared();
    let database = server.empty();
    let scaled = Db::open(&Url::parse(&database.url).unwrap(), 2).unwrap();
    let mut seen = Vec::new();
    for db in [&embedded, &scaled] {
        assert_eq!(db::migrate(db).unwrap(), sqlite_names.len());
        assert_eq!(db::migrate(db).unwrap(), 0);
        let first = columns(db);
        assert_eq!(db::undo_all(db).unwrap(), sqlite_names.len());
        assert_eq!(columns(db), Vec::<String>::new());
        db::migrate(db).unwrap();
        assert_eq!(columns(db), first);
        seen.push(first);
    }
    assert!(seen[0].len() > 300, "{}", seen[0].len());
    assert_eq!(seen[0], seen[1]);
}
