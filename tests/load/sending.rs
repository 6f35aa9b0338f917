//! Uploads: how fast, beside the bare handler, and what they cost in memory.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::filling::World;
use crate::load::{Answer, Line};
use crate::process::Server;
use crate::report::Table;

const MIB: u64 = 1 << 20;
const EDGE: &str = "bong-sen-bench";

/// A real video that a box of filling makes as long as wished.
struct Video {
    head: Vec<u8>,
    size: u64,
}

impl Video {
    fn of(size: u64) -> Self {
        let mut head = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/clip.mp4")).unwrap();
        let rest = size - u64::try_from(head.len()).unwrap();
        head.extend(1u32.to_be_bytes());
        head.extend(b"free");
        head.extend(rest.to_be_bytes());
        Self { head, size }
    }
    async fn send(&self, line: &mut Line) {
        line.send(&self.head).await;
        let filling = vec![0x5a_u8; 256 << 10];
        let mut left = self.size - u64::try_from(self.head.len()).unwrap();
        while left > 0 {
            let n = left.min(256 << 10);
            line.send(&filling[..usize::try_from(n).unwrap()]).await;
            left -= n;
        }
    }
}

fn parts() -> (String, String) {
    let before = format!(
        "--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"phong-su.mp4\"\r\ncontent-type: video/mp4\r\n\r\n"
    );
    (before, format!("\r\n--{EDGE}--\r\n"))
}

fn head(world: &World, draft: &str, size: u64) -> String {
    let (before, after) = parts();
    let length = size + u64::try_from(before.len() + after.len()).unwrap();
    format!(
        "POST /cuoc-thi/NB/nop-bai/{draft}/tep/0 HTTP/1.1\r\nhost: bench\r\naccept: application/json\r\n\
         sec-fetch-site: same-origin\r\ncookie: phien={}\r\ncontent-type: multipart/form-data; boundary={EDGE}\r\n\
         content-length: {length}\r\n\r\n{before}",
        world.entrant
    )
}

/// Sends a video to a draft as a browser does.
async fn to_site(site: &Server, world: &World, draft: &str, video: &Video) -> Answer {
    let mut line = Line::open(site.addr).await;
    line.send(head(world, draft, video.size).as_bytes()).await;
    video.send(&mut line).await;
    line.send(parts().1.as_bytes()).await;
    line.answer().await
}

async fn to_bare(bare: &Server, video: &Video) -> Answer {
    let mut line = Line::open(bare.addr).await;
    let head = format!("POST /nop HTTP/1.1\r\nhost: bench\r\ncontent-length: {}\r\n\r\n", video.size);
    line.send(head.as_bytes()).await;
    video.send(&mut line).await;
    line.answer().await
}

fn mib(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap()) / 1024.0
}

/// A draft with room for a video: each takes one.
fn next_draft(world: &World, used: &mut usize) -> Option<String> {
    *used += 1;
    world.drafts.get(*used - 1).cloned()
}

pub fn measure(rt: &tokio::runtime::Runtime, site: &Server, bare: &Server, data: &Path, world: &World) {
    println!("### Uploads, one connection\n");
    let t = Table::new(&["what", "site MiB/s", "bare MiB/s", "share", "site ms each", "memory before MiB", "peak MiB"]);
    let mark = data.join("uploads-used");
    let mut used: usize = std::fs::read_to_string(&mark).ok().and_then(|t| t.parse().ok()).unwrap_or(0);
    for (what, size, times) in [
        ("1 MB", MIB, 5u32),
        ("5 MB", 5 * MIB, 5),
        ("1 GB", 1024 * MIB, 1),
        ("2 GB, the most a category takes", 2048 * MIB, 1),
    ] {
        let video = Video::of(size);
        let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
        site.forget_peak();
        let before = site.memory();
        for _ in 0..times {
            let at = Instant::now();
            let answer = rt.block_on(to_bare(bare, &video));
            theirs += at.elapsed();
            assert_eq!(answer.status, 200);
            let Some(draft) = next_draft(world, &mut used) else { panic!("no drafts are left: fill anew") };
            let at = Instant::now();
            let answer = rt.block_on(to_site(site, world, &draft, &video));
            ours += at.elapsed();
            assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&crate::unpacked(&answer)));
        }
        let speed = |d: Duration| mib(size) * f64::from(times) / d.as_secs_f64();
        t.row(&[
            what.to_owned(),
            format!("{:.0}", speed(ours)),
            format!("{:.0}", speed(theirs)),
            format!("{:.0} %", 100.0 * speed(ours) / speed(theirs)),
            format!("{:.0}", ours.as_secs_f64() * 1000.0 / f64::from(times)),
            format!("{before:.1}"),
            format!("{:.1}", site.peak()),
        ]);
    }
    t.end();
    std::fs::write(mark, used.to_string()).unwrap();
}

/// Sends half of a video, asks the site to end, sends the rest over three seconds; gives the answer's status and how long
/// after the asking it came.
pub async fn under_way(site: &Server, world: &World) -> (u16, Duration) {
    let video = Video::of(MIB);
    let draft = world.drafts.last().unwrap();
    let mut line = Line::open(site.addr).await;
    line.send(head(world, draft, video.size).as_bytes()).await;
    line.send(&video.head).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    site.terminate();
    let began = Instant::now();
    let mut left = video.size - u64::try_from(video.head.len()).unwrap();
    while left > 0 {
        let n = left.min(MIB / 10);
        tokio::time::sleep(Duration::from_millis(300)).await;
        line.send(&vec![0x5a; usize::try_from(n).unwrap()]).await;
        left -= n;
    }
    line.send(parts().1.as_bytes()).await;
    let answer = line.answer().await;
    (answer.status, began.elapsed())
}
