//! A canvas to paint on with soft edges: gradients, ellipses, bands. Must not know what is painted.
//!
//! Places are in heights: `y` runs from 0 to 1 downwards, `x` from 0 to width / height. Colours are sRGB from 0 to 1.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{Rgb, RgbImage};

use crate::kernel::errors::{OpError, OpResult};

pub(super) type Colour = [f32; 3];

/// `0xRRGGBB` as a colour.
pub(super) fn colour(hex: u32) -> Colour {
    let [_, r, g, b] = hex.to_be_bytes();
    [f32::from(r) / 255.0, f32::from(g) / 255.0, f32::from(b) / 255.0]
}

pub(super) fn mix(a: Colour, b: Colour, t: f32) -> Colour {
    let t = t.clamp(0.0, 1.0);
    let [ar, ag, ab] = a;
    let [br, bg, bb] = b;
    [ar + (br - ar) * t, ag + (bg - ag) * t, ab + (bb - ab) * t]
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of the type just before"
)]
fn place(v: f32, most: u16) -> u16 {
    v.clamp(0.0, f32::from(most)) as u16
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of the type just before"
)]
fn byte(v: f32) -> u8 {
    (v * 255.0 + 0.5).clamp(0.0, 255.0) as u8
}

/// What is painted on.
#[derive(Clone, Debug)]
pub(super) struct Canvas {
    width: u16,
    height: u16,
    pixels: Vec<Colour>,
}

impl Canvas {
    pub fn new(width: u16, height: u16) -> Self {
        Self { width, height, pixels: vec![[1.0; 3]; usize::from(width) * usize::from(height)] }
    }

    /// Width in heights.
    pub fn aspect(&self) -> f32 {
        f32::from(self.width) / f32::from(self.height)
    }

    /// Changes every pixel between two lines.
    pub fn each(&mut self, top: f32, bottom: f32, paint: impl Fn(f32, f32, Colour) -> Colour) {
        self.within((0.0, top), (self.aspect(), bottom), paint);
    }

    fn within(&mut self, from: (f32, f32), to: (f32, f32), paint: impl Fn(f32, f32, Colour) -> Colour) {
        let h = f32::from(self.height);
        let (x0, x1) = (place(from.0 * h, self.width), place(to.0 * h + 1.0, self.width));
        let (y0, y1) = (place(from.1 * h, self.height), place(to.1 * h + 1.0, self.height));
        for y in y0..y1 {
            for x in x0..x1 {
                if let Some(p) = self.pixels.get_mut(usize::from(y) * usize::from(self.width) + usize::from(x)) {
                    *p = paint((f32::from(x) + 0.5) / h, (f32::from(y) + 0.5) / h, *p);
                }
            }
        }
    }

    /// A gradient downwards through colours at their heights.
    pub fn sky(&mut self, top: f32, bottom: f32, upper: Colour, lower: Colour) {
        self.each(top, bottom, |_, y, _| mix(upper, lower, (y - top) / (bottom - top)));
    }

    /// Everything below a line that may wave.
    pub fn ground(&mut self, from: f32, c: Colour, line: impl Fn(f32) -> f32) {
        let h = f32::from(self.height);
        self.each(from, 1.0, |x, y, p| mix(p, c, (y - line(x)) * h + 0.5));
    }

    /// An ellipse turned by `turn` (radians), filled from `inner` at its middle to `outer` at its edge.
    pub fn ellipse(&mut self, at: (f32, f32), radii: (f32, f32), turn: f32, inner: Colour, outer: Colour) {
        let (sin, cos) = turn.sin_cos();
        let reach = radii.0.max(radii.1);
        let sharp = f32::from(self.height) * radii.0.min(radii.1);
        self.within((at.0 - reach, at.1 - reach), (at.0 + reach, at.1 + reach), |x, y, p| {
            let (dx, dy) = (x - at.0, y - at.1);
            let (u, v) = ((dx * cos + dy * sin) / radii.0, (dy * cos - dx * sin) / radii.1);
            let r = (u * u + v * v).sqrt();
            mix(p, mix(inner, outer, r), (1.0 - r) * sharp + 0.5)
        });
    }

    /// Light that fades from a middle.
    pub fn glow(&mut self, at: (f32, f32), radius: f32, c: Colour, strength: f32) {
        self.within((at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius), |x, y, p| {
            let r = ((x - at.0).powi(2) + (y - at.1).powi(2)).sqrt() / radius;
            mix(p, c, strength * (1.0 - r).max(0.0).powi(2))
        });
    }

    /// A line of some thickness.
    pub fn line(&mut self, a: (f32, f32), b: (f32, f32), thick: f32, c: Colour) {
        let h = f32::from(self.height);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = (dx * dx + dy * dy).max(1e-9);
        let half = thick / 2.0;
        let (low, high) = ((a.0.min(b.0) - thick, a.1.min(b.1) - thick), (a.0.max(b.0) + thick, a.1.max(b.1) + thick));
        self.within(low, high, |x, y, p| {
            let t = (((x - a.0) * dx + (y - a.1) * dy) / length).clamp(0.0, 1.0);
            let d = ((x - a.0 - t * dx).powi(2) + (y - a.1 - t * dy).powi(2)).sqrt();
            mix(p, c, (half - d) * h + 0.5)
        });
    }

    /// A box from corner to corner.
    pub fn rect(&mut self, from: (f32, f32), to: (f32, f32), c: Colour) {
        self.within(from, to, |_, _, _| c);
    }

    /// A triangle.
    pub fn triangle(&mut self, a: (f32, f32), b: (f32, f32), c: (f32, f32), fill: Colour) {
        let h = f32::from(self.height);
        let side = |p: (f32, f32), q: (f32, f32), x: f32, y: f32| {
            ((q.0 - p.0) * (y - p.1) - (q.1 - p.1) * (x - p.0)) / ((q.0 - p.0).powi(2) + (q.1 - p.1).powi(2)).sqrt()
        };
        let turn = side(a, b, c.0, c.1).signum();
        let low = (a.0.min(b.0).min(c.0), a.1.min(b.1).min(c.1));
        let high = (a.0.max(b.0).max(c.0), a.1.max(b.1).max(c.1));
        self.within(low, high, |x, y, p| {
            let d = (side(a, b, x, y) * turn).min(side(b, c, x, y) * turn).min(side(c, a, x, y) * turn);
            mix(p, fill, d * h + 0.5)
        });
    }

    /// The painting as a JPEG of `scale` times its size.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn jpeg(&self, scale: u32, quality: u8) -> OpResult<Vec<u8>> {
        let (w, h) = (u32::from(self.width), u32::from(self.height));
        let mut picture = RgbImage::new(w, h);
        for (to, p) in picture.pixels_mut().zip(&self.pixels) {
            *to = Rgb(p.map(byte));
        }
        let large = resize(&picture, w * scale, h * scale, FilterType::CatmullRom);
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&large).map_err(OpError::internal)?;
        Ok(bytes)
    }
}
