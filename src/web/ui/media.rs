//! Pictures, sound, video and PDF on a page, and the tiles of a gallery.

use super::href::safe_href;
use super::tag::Tag;
use crate::web::assets;
use maud::{Markup, PreEscaped, Render, html};

/// A picture. Give its size, so that the page does not jump when it arrives.
#[derive(Debug, Clone)]
pub struct Photo {
    src: String,
    alt: String,
    size: Option<(u32, u32)>,
    caption: Option<String>,
    full: Option<String>,
    eager: bool,
}

impl Photo {
    /// The picture at `src`; `alt` says what it shows.
    pub fn new(src: impl Into<String>, alt: impl Into<String>) -> Self {
        Self { src: src.into(), alt: alt.into(), size: None, caption: None, full: None, eager: false }
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = Some((width, height));
        self
    }

    /// The line under it.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// The address of the large picture; without script the picture is a link to it.
    #[must_use]
    pub fn full(mut self, src: impl Into<String>) -> Self {
        self.full = Some(src.into());
        self
    }

    /// Fetched at once (the first picture a page shows).
    #[must_use]
    pub fn eager(mut self) -> Self {
        self.eager = true;
        self
    }

    fn image(&self) -> Markup {
        html! {
            img src=(safe_href(&self.src)) alt=(self.alt) width=[self.size.map(|(w, _)| w)] height=[self.size.map(|(_, h)| h)]
                loading=[(!self.eager).then_some("lazy")] decoding="async";
        }
    }
}

/// A picture with its caption.
#[must_use]
pub fn figure(photo: &Photo) -> Markup {
    html! {
        figure.figure {
            @if let Some(full) = &photo.full {
                a href=(safe_href(full)) data-photo data-caption=[photo.caption.as_deref()] { (photo.image()) }
            } @else { (photo.image()) }
            @if let Some(caption) = &photo.caption { figcaption { (caption) } }
        }
    }
}

/// The words of the photo viewer.
#[derive(Debug, Clone)]
pub struct ViewerTexts {
    /// Names the viewer for those who listen.
    pub label: String,
    /// "Đóng".
    pub close: String,
    /// "Ảnh trước".
    pub previous: String,
    /// "Ảnh sau".
    pub next: String,
    /// "Phóng to".
    pub zoom: String,
}

/// Pictures that open full screen (`viewer.js`), or as links without script.
#[derive(Debug, Clone)]
pub struct Gallery {
    texts: ViewerTexts,
    photos: Vec<Photo>,
}

impl Gallery {
    /// An empty gallery.
    #[must_use]
    pub fn new(texts: ViewerTexts) -> Self {
        Self { texts, photos: Vec::new() }
    }

    /// One more picture; it needs [`Photo::full`].
    #[must_use]
    pub fn photo(mut self, photo: Photo) -> Self {
        self.photos.push(photo);
        self
    }
}

impl Render for Gallery {
    fn render(&self) -> Markup {
        html! {
            div.gallery.one[self.photos.len() == 1] data-gallery data-label=(self.texts.label) data-close=(self.texts.close)
                data-previous=(self.texts.previous) data-next=(self.texts.next) data-zoom=(self.texts.zoom) {
                @for photo in &self.photos { (figure(photo)) }
            }
        }
    }
}

/// A sound that can be sought in.
#[derive(Debug, Clone)]
pub struct Audio {
    src: String,
    mime: String,
    caption: Option<String>,
}

impl Audio {
    /// The sound at `src`, of this media type.
    pub fn new(src: impl Into<String>, mime: impl Into<String>) -> Self {
        Self { src: src.into(), mime: mime.into(), caption: None }
    }

    /// The line under it.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }
}

impl Render for Audio {
    fn render(&self) -> Markup {
        html! {
            figure.figure {
                audio controls preload="metadata" aria-label=[self.caption.as_deref()] {
                    source src=(safe_href(&self.src)) type=(self.mime);
                    a href=(safe_href(&self.src)) { (self.caption.as_deref().unwrap_or(&self.mime)) }
                }
                @if let Some(caption) = &self.caption { figcaption { (caption) } }
            }
        }
    }
}

/// A video that can be sought in.
#[derive(Debug, Clone)]
pub struct Video {
    src: String,
    mime: String,
    poster: Option<String>,
    caption: Option<String>,
    size: Option<(u32, u32)>,
}

impl Video {
    /// The video at `src`, of this media type.
    pub fn new(src: impl Into<String>, mime: impl Into<String>) -> Self {
        Self { src: src.into(), mime: mime.into(), poster: None, caption: None, size: None }
    }

    /// The picture before it starts.
    #[must_use]
    pub fn poster(mut self, src: impl Into<String>) -> Self {
        self.poster = Some(src.into());
        self
    }

    /// The line under it.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = Some((width, height));
        self
    }
}

impl Render for Video {
    fn render(&self) -> Markup {
        html! {
            figure.figure {
                video controls preload="metadata" playsinline aria-label=[self.caption.as_deref()]
                    poster=[self.poster.as_deref().map(safe_href)] width=[self.size.map(|(w, _)| w)] height=[self.size.map(|(_, h)| h)] {
                    source src=(safe_href(&self.src)) type=(self.mime);
                    a href=(safe_href(&self.src)) { (self.caption.as_deref().unwrap_or(&self.mime)) }
                }
                @if let Some(caption) = &self.caption { figcaption { (caption) } }
            }
        }
    }
}

/// A PDF that opens in its place, and a link for browsers that cannot.
#[derive(Debug, Clone)]
pub struct Pdf {
    src: String,
    title: String,
    open: String,
}

impl Pdf {
    /// The PDF at `src`; `title` names it, `open` is the link's word ("Mở tệp PDF").
    pub fn new(src: impl Into<String>, title: impl Into<String>, open: impl Into<String>) -> Self {
        Self { src: src.into(), title: title.into(), open: open.into() }
    }
}

impl Render for Pdf {
    fn render(&self) -> Markup {
        html! {
            figure.figure {
                iframe.pdf src=(safe_href(&self.src)) title=(self.title) loading="lazy" {}
                figcaption { a href=(safe_href(&self.src)) target="_blank" rel="noopener" { (self.open) } }
            }
        }
    }
}

/// One work in the public gallery: a picture or some lines, the title, a line about it.
#[derive(Debug, Clone)]
pub struct Tile {
    href: String,
    title: String,
    picture: Markup,
    meta: Option<String>,
    tag: Option<Tag>,
}

impl Tile {
    /// A tile that leads to `href`.
    pub fn new(href: impl Into<String>, title: impl Into<String>) -> Self {
        Self { href: href.into(), title: title.into(), picture: PreEscaped(String::new()), meta: None, tag: None }
    }

    /// Its picture. The title says what it is, so give the photo an empty `alt`.
    #[must_use]
    pub fn image(mut self, photo: &Photo) -> Self {
        self.picture = photo.image();
        self
    }

    /// The first lines of a text, where there is no picture.
    #[must_use]
    pub fn verse(mut self, lines: &str) -> Self {
        self.picture = html! { span.verse aria-hidden="true" { (lines) } };
        self
    }

    /// Author and category, say.
    #[must_use]
    pub fn meta(mut self, text: impl Into<String>) -> Self {
        self.meta = Some(text.into());
        self
    }

    /// A prize, say.
    #[must_use]
    pub fn tag(mut self, tag: Tag) -> Self {
        self.tag = Some(tag);
        self
    }
}

impl Render for Tile {
    fn render(&self) -> Markup {
        html! {
            li.tile {
                div.pic {
                    // Sound and video have no picture: the house's mark stands there.
                    @if self.picture.0.is_empty() { img.mark src=(assets::href("logo.svg")) alt="" width="64" height="64"; }
                    @else { (self.picture) }
                }
                h2 { a href=(safe_href(&self.href)) { (self.title) } }
                @if let Some(meta) = &self.meta { p { (meta) } }
                @if let Some(tag) = &self.tag { p { (tag) } }
            }
        }
    }
}

/// Tiles side by side.
pub fn tiles(all: impl IntoIterator<Item = Tile>) -> Markup {
    html! { ul.tiles { @for tile in all { (tile) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_a_link_to_its_large_picture() {
        let photo = Photo::new("/a.jpg", "Cầu \"mới\"").size(400, 300).full("/b.jpg").caption("Cầu <mới>");
        assert_eq!(
            figure(&photo).into_string(),
            concat!(
                r#"<figure class="figure"><a href="/b.jpg" data-photo data-caption="Cầu &lt;mới&gt;">"#,
                r#"<img src="/a.jpg" alt="Cầu &quot;mới&quot;" width="400" height="300" loading="lazy" decoding="async"></a>"#,
                r#"<figcaption>Cầu &lt;mới&gt;</figcaption></figure>"#
            )
        );
    }

    #[test]
    fn no_medium_takes_its_bytes_from_a_script() {
        for html in [
            Audio::new("javascript:x", "audio/mpeg").render(),
            Video::new("javascript:x", "video/mp4").poster("data:x").render(),
            Pdf::new("javascript:x", "Bài", "Mở").render(),
            Tile::new("javascript:x", "Bài").render(),
        ] {
            let html = html.into_string();
            assert!(!html.contains("javascript:") && !html.contains("data:x"), "{html}");
        }
    }
}
