//! Files of the demo: made, put into the store, looked into as any uploaded file is.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tokio::task::JoinSet;

use super::papers;
use super::pictures::{Scene, paint};
use crate::app::App;
use crate::entries::entry::RenditionKind;
use crate::entries::ops::NewCopy;
use crate::files::check::{Checked, check};
use crate::files::image::{Rendition, THUMBNAIL, VIEW, rendition};
use crate::files::kind::FileKind;
use crate::files::limits::SlotRule;
use crate::kernel::errors::{OpError, OpResult};
use crate::storage::{Store, Stored};

const SONG: &[u8] = include_bytes!("media/song.mp3");
const CLIP: &[u8] = include_bytes!("media/clip.mp4");

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Picture(Scene, u16),
    /// A sheet of music, as PDF.
    Music(u16),
    Song,
    Clip,
    /// A manuscript: its title and its text.
    Script(String, String),
}

/// A file that a work shall have.
#[derive(Clone, Debug)]
pub struct Piece {
    pub slot: usize,
    pub name: String,
    pub caption: String,
    pub what: What,
    pub rule: SlotRule,
}

/// The same, safe in the store and looked into.
#[derive(Clone, Debug)]
pub struct Ready {
    pub slot: i64,
    pub name: String,
    pub caption: String,
    pub stored: Stored,
    pub checked: Checked,
    pub copies: Vec<NewCopy>,
}

struct Painting {
    bytes: Vec<u8>,
    copies: Vec<(RenditionKind, Rendition)>,
}

type Gallery = BTreeMap<(Scene, u16), Painting>;

fn scene_of(what: &What) -> Option<(Scene, u16)> {
    match what {
        What::Picture(scene, n) => Some((*scene, *n)),
        What::Music(n) => Some((Scene::Music, *n)),
        What::Song | What::Clip | What::Script(..) => None,
    }
}

/// Paints everything that is needed, each picture once, on all cores.
fn paint_all(app: &App, pieces: &[Piece]) -> OpResult<Gallery> {
    let mut wanted: Vec<(Scene, u16)> = pieces.iter().filter_map(|p| scene_of(&p.what)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let todo = Mutex::new(wanted.into_iter());
    let done = Mutex::new(Gallery::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let work = || -> OpResult<()> {
        loop {
            let next = todo.lock().map_err(|_| OpError::Internal("a painter fell".into()))?.next();
            let Some((scene, n)) = next else { return Ok(()) };
            let bytes = paint(scene, n)?;
            let mut copies = Vec::new();
            if scene != Scene::Music {
                let path = app.data.join(format!(".demo-{scene:?}-{n}.jpg"));
                std::fs::write(&path, &bytes).map_err(OpError::internal)?;
                for (kind, size) in [(RenditionKind::Thumb, THUMBNAIL), (RenditionKind::View, VIEW)] {
                    let made = rendition(&path, FileKind::Jpeg, size.longest_side, size.quality);
                    copies.push((kind, made.map_err(OpError::internal)?));
                }
                std::fs::remove_file(&path).map_err(OpError::internal)?;
            }
            done.lock()
                .map_err(|_| OpError::Internal("a painter fell".into()))?
                .insert((scene, n), Painting { bytes, copies });
        }
    };
    std::thread::scope(|s| {
        let all: Vec<_> = (0..threads).map(|_| s.spawn(work)).collect();
        all.into_iter().try_for_each(|t| t.join().map_err(|_| OpError::Internal("a painter fell".into()))?)
    })?;
    done.into_inner().map_err(|_| OpError::Internal("a painter fell".into()))
}

async fn keep(store: Store, piece: Piece, bytes: Vec<u8>, copies: Vec<(RenditionKind, Rendition)>) -> OpResult<Ready> {
    let stored = store.put(bytes.into()).await.map_err(OpError::internal)?;
    let local = store.to_temp_file(&stored.key).await.map_err(OpError::internal)?;
    let rule = piece.rule.clone();
    let checked = tokio::task::spawn_blocking(move || check(local.as_ref(), &rule))
        .await
        .map_err(OpError::internal)?
        .map_err(OpError::internal)?;
    let mut kept = Vec::new();
    for (kind, picture) in copies {
        let stored = store.put(picture.bytes.into()).await.map_err(OpError::internal)?;
        kept.push(NewCopy { kind, stored, width: picture.width, height: picture.height });
    }
    let slot = i64::try_from(piece.slot).unwrap_or(0);
    Ok(Ready { slot, name: piece.name, caption: piece.caption, stored, checked, copies: kept })
}

/// Makes the files and keeps them, in the order of the pieces.
///
/// # Errors
/// When the store fails.
pub async fn make(app: &App, pieces: Vec<Piece>) -> OpResult<Vec<Ready>> {
    let gallery = {
        let (app, pieces) = (app.clone(), pieces.clone());
        tokio::task::spawn_blocking(move || paint_all(&app, &pieces)).await.map_err(OpError::internal)??
    };
    let mut ready: Vec<Option<Ready>> = vec![None; pieces.len()];
    let mut running = JoinSet::new();
    for (i, piece) in pieces.into_iter().enumerate() {
        let number = u32::try_from(i).unwrap_or(0);
        let painting = scene_of(&piece.what).and_then(|k| gallery.get(&k));
        let (bytes, copies) = match (&piece.what, painting) {
            (What::Picture(..), Some(p)) => {
                let copies = p
                    .copies
                    .iter()
                    .map(|(k, r)| (*k, Rendition { bytes: r.bytes.clone(), width: r.width, height: r.height }));
                (papers::marked_jpeg(&p.bytes, number), copies.collect())
            }
            (What::Music(_), Some(p)) => {
                let page = papers::marked_jpeg(&p.bytes, number);
                (papers::pdf(&[&page], 1200, 1800), Vec::new())
            }
            (What::Song, _) => (papers::marked_mp3(SONG, number), Vec::new()),
            (What::Clip, _) => (papers::marked_mp4(CLIP, number), Vec::new()),
            (What::Script(title, text), _) => (papers::docx(title, text)?, Vec::new()),
            (What::Picture(..) | What::Music(_), None) => return Err(OpError::Internal("not painted".into())),
        };
        let store = app.store.clone();
        running.spawn(async move { keep(store, piece, bytes, copies).await.map(|r| (i, r)) });
        if running.len() >= 8 {
            put(&mut ready, running.join_next().await)?;
        }
    }
    while let Some(done) = running.join_next().await {
        put(&mut ready, Some(done))?;
    }
    Ok(ready.into_iter().flatten().collect())
}

type Joined = Option<Result<OpResult<(usize, Ready)>, tokio::task::JoinError>>;

fn put(ready: &mut [Option<Ready>], done: Joined) -> OpResult<()> {
    if let Some(done) = done {
        let (i, r) = done.map_err(OpError::internal)??;
        if let Some(place) = ready.get_mut(i) {
            *place = Some(r);
        }
    }
    Ok(())
}
