//! The demo.

use bongsen::demo::pictures::{Scene, paint};

#[test]
#[ignore = "writes pictures to look at"]
fn pictures() {
    for (i, s) in Scene::PAINTED.into_iter().chain([Scene::Music, Scene::Page]).enumerate() {
        for n in 0..4u16 {
            std::fs::write(format!("/tmp/demo-pics/{i}-{n}.jpg"), paint(s, n).unwrap()).unwrap();
        }
    }
}
