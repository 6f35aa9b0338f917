//! Pictures made anew: the thumbnail and the view that people see instead of what was handed in.
//!
//! Owns decoding within bounds, turning, shrinking, and writing a JPEG that holds pixels and nothing else. Must not know where
//! the result is kept.

use std::fs::File;
use std::io::{self, BufReader, Cursor};
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};

use super::icc;
use super::jpeg;
use super::kind::FileKind;
use super::source::{Source, guarded};

/// A JPEG made from a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// How large and how fine a rendition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Pixels.
    pub longest_side: u32,
    /// 1 to 100.
    pub quality: u8,
}

/// For lists.
pub const THUMBNAIL: Size = Size { longest_side: 480, quality: 78 };

/// For looking at, and what judges of a blind category get.
pub const VIEW: Size = Size { longest_side: 2_048, quality: 86 };

/// The largest picture that is decoded: 100 megapixels.
pub const MAX_PIXELS: u64 = 100_000_000;

/// One in several passes holds three times as much in memory: 40 megapixels, which every kind of picture may have.
pub const MAX_PROGRESSIVE: u64 = 40_000_000;
const MAX_ALLOC: u64 = 448 << 20;
const MAX_FILE: u64 = 256 << 20;
const HEADERS: usize = 8 << 20;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// Says nothing about the file. Try again.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("not a kind of picture")]
    NotAPicture,
    #[error("too many pixels to be decoded")]
    TooManyPixels,
    #[error("the picture is damaged")]
    Broken,
}

impl From<image::ImageError> for ImageError {
    fn from(error: image::ImageError) -> Self {
        match error {
            image::ImageError::Limits(_) => Self::TooManyPixels,
            // A decoder tells a file that ends too early as an I/O error as well; what the disk says has a number.
            image::ImageError::IoError(e) if e.raw_os_error().is_some() => Self::Io(e),
            _ => Self::Broken,
        }
    }
}

/// Width and height as shown, from the headers alone (the first 8 MiB).
///
/// # Errors
/// When the file cannot be read or its headers are no picture's.
pub fn dimensions(path: &Path, kind: FileKind) -> Result<(u32, u32), ImageError> {
    let format = format_of(kind)?;
    let front = Source::<File>::open(path)?.piece(0, HEADERS)?;
    guarded(|| {
        let mut reader = ImageReader::with_format(Cursor::new(front), format);
        reader.limits(limits());
        let mut decoder = reader.into_decoder()?;
        let (width, height) = decoder.dimensions();
        if width == 0 || height == 0 {
            return Err(ImageError::Broken);
        }
        let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        Ok(if lies_on_its_side(turn) { (height, width) } else { (width, height) })
    })
    .unwrap_or(Err(ImageError::Broken))
}

/// Makes a JPEG of a picture: upright, at most `longest_side` pixels long (never enlarged), on white where it was see-through.
/// Keeps a simple colour profile's numbers; everything else that the file held about itself is left behind.
/// Takes up to 600 MB of memory for the largest pictures: make one at a time.
///
/// # Errors
/// When the file cannot be read, is damaged, or has more pixels than are decoded.
pub fn rendition(path: &Path, kind: FileKind, longest_side: u32, quality: u8) -> Result<Rendition, ImageError> {
    let format = format_of(kind)?;
    let mut source = Source::<File>::open(path)?;
    if source.len() > MAX_FILE {
        return Err(ImageError::TooManyPixels);
    }
    let most =
        if format == ImageFormat::Jpeg && jpeg::walk(&mut source)?.progressive { MAX_PROGRESSIVE } else { MAX_PIXELS };
    let file = File::open(path)?;
    guarded(|| render(file, format, most, longest_side.max(1), quality)).unwrap_or(Err(ImageError::Broken))
}

fn render(file: File, format: ImageFormat, most: u64, longest_side: u32, quality: u8) -> Result<Rendition, ImageError> {
    let mut reader = ImageReader::with_format(BufReader::new(file), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(ImageError::Broken);
    }
    if u64::from(width) * u64::from(height) > most || decoder.total_bytes() > MAX_ALLOC {
        return Err(ImageError::TooManyPixels);
    }
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let profile = profile.as_deref().and_then(icc::plain);
    let picture = DynamicImage::from_decoder(decoder)?;
    let profile = profile.filter(|_| picture.color().has_color());

    // Shrunk before it is turned: turning copies.
    let mut picture = shrink(flat(picture), longest_side);
    picture.apply_orientation(turn);
    let picture = picture.into_rgb8();

    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100));
    if let Some(profile) = profile {
        // Without it the colours are a little paler, no more.
        drop(encoder.set_icc_profile(profile));
    }
    picture.write_with_encoder(encoder)?;
    Ok(Rendition { bytes, width: picture.width(), height: picture.height() })
}

/// Eight bits a colour, laid on white.
fn flat(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let mut picture = picture.into_rgba8();
    for pixel in picture.pixels_mut() {
        let [red, green, blue, alpha] = &mut pixel.0;
        let cover = u16::from(*alpha);
        for colour in [red, green, blue] {
            let mixed = (u16::from(*colour) * cover + 255 * (255 - cover) + 127) / 255;
            *colour = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        *alpha = u8::MAX;
    }
    DynamicImage::ImageRgba8(picture)
}

fn shrink(picture: DynamicImage, longest_side: u32) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let long = width.max(height);
    if long <= longest_side {
        return picture;
    }
    let scaled = |side: u32, to: u32| -> u32 {
        let scaled = (u64::from(side) * u64::from(to) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(scaled).unwrap_or(to).max(1)
    };
    // First roughly and cheaply to twice the size, then finely: the fine filter alone holds floats for the whole width.
    let twice = longest_side.saturating_mul(2);
    let picture =
        if long > twice { picture.thumbnail_exact(scaled(width, twice), scaled(height, twice)) } else { picture };
    picture.resize_exact(scaled(width, longest_side), scaled(height, longest_side), FilterType::CatmullRom)
}

const fn format_of(kind: FileKind) -> Result<ImageFormat, ImageError> {
    match kind {
        FileKind::Jpeg => Ok(ImageFormat::Jpeg),
        FileKind::Png => Ok(ImageFormat::Png),
        _ => Err(ImageError::NotAPicture),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}

const fn lies_on_its_side(turn: Orientation) -> bool {
    matches!(
        turn,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

#[cfg(test)]
mod tests {
    use super::super::source::{
        fixtures::{file_of, fixture},
        holds,
    };
    use super::*;

    fn made(name: &str, kind: FileKind, size: Size) -> (Rendition, image::RgbImage) {
        let made = rendition(&fixture(name), kind, size.longest_side, size.quality).unwrap();
        let picture = image::load_from_memory_with_format(&made.bytes, ImageFormat::Jpeg).unwrap().into_rgb8();
        assert_eq!(picture.dimensions(), (made.width, made.height));
        (made, picture)
    }

    fn near(picture: &image::RgbImage, at: (u32, u32), colour: [u8; 3]) {
        let is = picture.get_pixel(at.0, at.1).0;
        let far = is.iter().zip(colour).map(|(a, b)| a.abs_diff(b)).max();
        assert!(far < Some(12), "{is:?} at {at:?}, not {colour:?}");
    }

    #[test]
    fn stands_upright_and_small() {
        let (made, picture) = made("photo.jpg", FileKind::Jpeg, THUMBNAIL);
        assert_eq!((made.width, made.height), (320, 480));
        assert!(made.bytes.len() < 40_000);
        // The evening sky is above, the water below.
        near(&picture, (5, 2), [70, 90, 150]);
        near(&picture, (3, 475), [31, 61, 81]);
    }

    #[test]
    fn is_never_enlarged() {
        let (made, _) = made("small.jpg", FileKind::Jpeg, VIEW);
        assert_eq!((made.width, made.height), (900, 600));
    }

    #[test]
    fn is_laid_on_white() {
        let (made, picture) = made("photo3.png", FileKind::Png, VIEW);
        assert_eq!((made.width, made.height), (1_700, 1_100));
        near(&picture, (100, 100), [255, 255, 255]);
        near(&picture, (400, 100), [250, 224, 170]);
    }

    #[test]
    fn tells_nothing_about_its_author() {
        let name = "Nguyễn Văn Sự".as_bytes();
        for (file, kind) in
            [("photo.jpg", FileKind::Jpeg), ("photo2.jpg", FileKind::Jpeg), ("photo3.png", FileKind::Png)]
        {
            assert!(holds(&std::fs::read(fixture(file)).unwrap(), name));
            let (made, _) = made(file, kind, VIEW);
            for trace in [name, b"Exif", b"Camera", b"http", b"lcms", b"Photoshop"] {
                assert!(!holds(&made.bytes, trace), "{file}");
            }
            // Profile or not, the picture with colours of its own keeps them.
            assert_eq!(holds(&made.bytes, b"ICC_PROFILE"), file == "photo2.jpg");
        }
    }

    #[test]
    fn damaged_and_giant_pictures_are_refused() {
        let render = |bytes: &[u8], kind| rendition(file_of(bytes).path(), kind, 480, 80);
        assert!(matches!(rendition(&fixture("fake.jpg"), FileKind::Jpeg, 480, 80), Err(ImageError::Broken)));
        assert!(matches!(rendition(&fixture("scan.pdf"), FileKind::Pdf, 480, 80), Err(ImageError::NotAPicture)));
        // A header that promises 65,000 by 65,000 pixels.
        let mut giant = std::fs::read(fixture("small.jpg")).unwrap();
        let frame = giant.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
        giant[frame + 5..frame + 9].fill(0xFD);
        assert!(matches!(render(&giant, FileKind::Jpeg), Err(ImageError::TooManyPixels)));
        let png = std::fs::read(fixture("photo3.png")).unwrap();
        assert!(matches!(render(&png[..png.len() / 2], FileKind::Png), Err(ImageError::Broken)));
    }

    #[test]
    fn a_fault_of_the_disk_says_nothing_about_the_picture() {
        let of = |e: io::Error| ImageError::from(image::ImageError::IoError(e));
        assert!(matches!(of(io::Error::from_raw_os_error(5)), ImageError::Io(_)));
        assert!(matches!(of(io::ErrorKind::UnexpectedEof.into()), ImageError::Broken));
    }
}
