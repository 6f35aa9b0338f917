//! `bongsen backup` and `bongsen restore`: the embedded database and the folder of files in one tar. With PostgreSQL or S3
//! they say which tools do it instead.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use diesel::connection::SimpleConnection;

use crate::db::{Db, DbError, Url};
use crate::settings::{Checked, Settings};

/// The database's name inside the archive.
const DATABASE: &str = "bongsen.db";
/// The folder of files, inside the archive and in the data folder.
const BLOBS: &str = "blobs";
/// Where a backup is unpacked, in the data folder.
const UNPACKING: &str = ".restoring";
/// What was being uploaded when the copy was made: not part of it.
const UNFINISHED: &str = "tmp";

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(
        "The database is PostgreSQL: use pg_dump --format=custom (and pg_restore to bring it back), or continuous archiving. The bucket of files is copied with the store's own tools, such as versioning or rclone."
    )]
    Postgres,
    #[error(
        "The files are in an S3 bucket: copy the bucket with the store's own tools, such as versioning or rclone, and {0} by hand after that."
    )]
    Bucket(PathBuf),
    #[error("{0} is there already; a backup never replaces a file.")]
    Exists(PathBuf),
    #[error("The folder {0} is not empty; restore only fills an empty one.")]
    NotEmpty(PathBuf),
    #[error("{0} is no backup of Bông Sen: {1}")]
    NoBackup(PathBuf, String),
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError + '_ {
    move |e| BackupError::Io(path.to_path_buf(), e)
}

fn embedded<'a>(settings: &Settings, checked: &'a Checked) -> Result<&'a Path, BackupError> {
    let Url::Sqlite(path) = &checked.database else { return Err(BackupError::Postgres) };
    if settings.s3_bucket.is_some() {
        return Err(BackupError::Bucket(path.clone()));
    }
    Ok(path)
}

/// Writes everything to `file`, while the site may be running; gives how many stored files it holds.
///
/// The database is copied first, in one consistent piece; files are never changed once stored, so those it names are whole.
///
/// # Errors
/// A sentence saying what could not be done; then there is no `file`.
pub fn backup(settings: &Settings, checked: &Checked, file: &Path) -> Result<usize, BackupError> {
    let database = embedded(settings, checked)?;
    if file.exists() {
        return Err(BackupError::Exists(file.to_path_buf()));
    }
    if !database.exists() {
        return Err(BackupError::Io(database.to_path_buf(), io::ErrorKind::NotFound.into()));
    }
    let part = with_suffix(file, ".part");
    let copy = with_suffix(file, ".db.part");
    let done = write(settings, &checked.database, &part, &copy);
    let _ = fs::remove_file(&copy);
    match done {
        Ok(n) => {
            fs::rename(&part, file).map_err(at(file))?;
            if let Some(folder) = file.parent().filter(|p| !p.as_os_str().is_empty()) {
                File::open(folder).and_then(|f| f.sync_all()).map_err(at(folder))?;
            }
            Ok(n)
        }
        Err(e) => {
            let _ = fs::remove_file(&part);
            Err(e)
        }
    }
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn write(settings: &Settings, database: &Url, part: &Path, copy: &Path) -> Result<usize, BackupError> {
    let _ = fs::remove_file(copy);
    let db = Db::open(database, 1)?;
    let target = copy.display().to_string().replace('\'', "''");
    db.raw(|c| Ok(c.batch_execute(&format!("VACUUM INTO '{target}'"))?))?;
    let out = File::create(part).map_err(at(part))?;
    let mut tar = tar::Builder::new(BufWriter::new(out));
    tar.append_path_with_name(copy, DATABASE).map_err(at(copy))?;
    let root = settings.data.join(BLOBS);
    let mut n = 0;
    for path in stored(&root)? {
        let Ok(name) = path.strip_prefix(&settings.data) else { continue };
        match tar.append_path_with_name(&path, name) {
            Ok(()) => n += 1,
            // Taken away since the folder was read.
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(BackupError::Io(path, e)),
        }
    }
    let mut out = tar.into_inner().map_err(at(part))?;
    out.flush().map_err(at(part))?;
    out.get_ref().sync_all().map_err(at(part))?;
    Ok(n)
}

/// Every stored file under the folder, in order.
fn stored(root: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.exists() || folder == root.join(UNFINISHED) {
            continue;
        }
        for item in fs::read_dir(&folder).map_err(at(&folder))? {
            let item = item.map_err(at(&folder))?;
            let kind = item.file_type().map_err(at(&folder))?;
            if kind.is_dir() {
                folders.push(item.path());
            } else if kind.is_file() {
                files.push(item.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Fills an empty data folder from `file`; gives how many stored files it brought.
///
/// # Errors
/// A sentence saying what could not be done.
pub fn restore(settings: &Settings, checked: &Checked, file: &Path) -> Result<usize, BackupError> {
    let database = embedded(settings, checked)?;
    let data = &settings.data;
    let filled = data.exists() && fs::read_dir(data).map_err(at(data))?.next().is_some();
    if filled {
        return Err(BackupError::NotEmpty(data.clone()));
    }
    if database.exists() {
        return Err(BackupError::Exists(database.to_path_buf()));
    }
    // Unpacked aside and moved into place when it is whole: what fails leaves the folder as empty as it was.
    let beside = data.join(UNPACKING);
    let _ = fs::remove_dir_all(&beside);
    let unpacked = unpack(file, &beside);
    let n = match unpacked {
        Ok(n) => n,
        Err(e) => {
            let _ = fs::remove_dir_all(&beside);
            return Err(e);
        }
    };
    for name in [BLOBS, DATABASE] {
        let from = beside.join(name);
        if from.exists() {
            let to = if name == DATABASE { database.to_path_buf() } else { data.join(name) };
            fs::rename(&from, &to).map_err(at(&to))?;
        }
    }
    fs::remove_dir_all(&beside).map_err(at(&beside))?;
    File::open(data).and_then(|folder| folder.sync_all()).map_err(at(data))?;
    Ok(n)
}

/// Unpacks a backup into a folder; gives how many stored files there were.
fn unpack(file: &Path, folder: &Path) -> Result<usize, BackupError> {
    let no = |why: &str| BackupError::NoBackup(file.to_path_buf(), why.to_owned());
    let mut tar = tar::Archive::new(BufReader::new(File::open(file).map_err(at(file))?));
    fs::create_dir_all(folder).map_err(at(folder))?;
    let (mut n, mut found) = (0, false);
    for entry in tar.entries().map_err(|e| no(&e.to_string()))? {
        let mut entry = entry.map_err(|e| no(&e.to_string()))?;
        let name = entry.path().map_err(|e| no(&e.to_string()))?.into_owned();
        let plain = name.components().all(|c| matches!(c, Component::Normal(_)));
        if !plain || !entry.header().entry_type().is_file() {
            return Err(no(&format!("it holds «{}»", name.display())));
        }
        if name == Path::new(DATABASE) {
            found = true;
        } else if name.starts_with(BLOBS) {
            n += 1;
        } else {
            return Err(no(&format!("it holds «{}»", name.display())));
        }
        let place = folder.join(&name);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        let mut out = File::create(&place).map_err(at(&place))?;
        // A backup that ends too early is none: its last entry is shorter than it says.
        let copied = io::copy(&mut entry, &mut out).map_err(|e| no(&e.to_string()))?;
        if copied != entry.size() {
            return Err(no("it ends too early"));
        }
        out.sync_all().map_err(at(&place))?;
    }
    if !found {
        return Err(no("there is no database in it"));
    }
    Ok(n)
}
