//! Pictures of the demo, painted out of formulas: rivers, lotuses, flower roads, bridges, fields, lanes, posters, silk; and sheets
//! of music and newspaper pages as somebody would scan them.

use std::f32::consts::{PI, TAU};

use super::canvas::{Canvas, Colour, colour, mix};
use crate::kernel::errors::OpResult;
use crate::kernel::seeded::Seeded;

/// What is on a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scene {
    River,
    Lotus,
    Road,
    Bridge,
    Field,
    Lane,
    Poster,
    Silk,
    /// A sheet of music.
    Music,
    /// A page of a newspaper.
    Page,
}

/// A number from `low` to `high`.
fn between(s: &mut Seeded, low: f32, high: f32) -> f32 {
    let n = u16::try_from(s.below(10_000)).unwrap_or(0);
    low + (high - low) * f32::from(n) / 10_000.0
}

/// Paints a scene; the same scene and number give the same bytes. The long side has 1,800 pixels.
///
/// # Errors
/// When it cannot be encoded.
pub fn paint(scene: Scene, number: u16) -> OpResult<Vec<u8>> {
    let mut s = Seeded::new(u64::from(number) * 97 + 11);
    let upright = matches!(scene, Scene::Poster | Scene::Music | Scene::Page) || number % 5 == 4;
    let mut c = if upright { Canvas::new(400, 600) } else { Canvas::new(600, 400) };
    match scene {
        Scene::River => river(&mut c, &mut s, number),
        Scene::Lotus => lotus_pond(&mut c, &mut s, number),
        Scene::Road => road(&mut c, &mut s, number),
        Scene::Bridge => bridge(&mut c, &mut s, number),
        Scene::Field => field(&mut c, &mut s, number),
        Scene::Lane => lane(&mut c, &mut s),
        Scene::Poster => poster(&mut c, &mut s, number),
        Scene::Silk => silk(&mut c, &mut s),
        Scene::Music => music(&mut c, &mut s),
        Scene::Page => page(&mut c, &mut s),
    }
    if !matches!(scene, Scene::Music | Scene::Page | Scene::Poster) {
        let a = c.aspect();
        c.each(0.0, 1.0, |x, y, p| {
            let edge = ((x / a - 0.5).powi(2) + (y - 0.5).powi(2)) * 0.55;
            mix(p, [0.05, 0.05, 0.1], edge)
        });
    }
    c.jpeg(3, 82)
}

/// Upper sky, lower sky, far land, water, by the time of day.
fn light(number: u16) -> [Colour; 4] {
    let hex = match number % 4 {
        0 => [0x2a_4d8f, 0xff_c48a, 0x3a_3f5c, 0x7f_5a6e],
        1 => [0x6f_b7e0, 0xe9_f4f2, 0x3d_6b4f, 0x8f_b3a6],
        2 => [0x8a_5a9c, 0xff_9d6b, 0x4a_2f4d, 0xa8_6a5c],
        _ => [0x9f_b9c6, 0xf4_e6cf, 0x5b_7466, 0xa5_9a7c],
    };
    hex.map(colour)
}

fn waves(c: &mut Canvas, top: f32, water: Colour, shine: Colour, sun_x: f32) {
    c.each(top, 1.0, |x, y, p| {
        let depth = (y - top) / (1.0 - top);
        let size = 260.0 / (0.35 + depth * 1.4);
        let ripple = ((y * size + (x * 9.0).sin() * 1.4).sin() * (x * 23.0 + y * 60.0).sin()).max(0.0);
        let path = (1.0 - (x - sun_x).abs() / (0.06 + depth * 0.3)).max(0.0);
        mix(mix(p, water, 0.55 + depth * 0.3), shine, ripple * (0.10 + path * 0.75))
    });
}

fn trees(c: &mut Canvas, s: &mut Seeded, base: f32, tall: f32, dark: Colour) {
    let (a, b, d) = (between(s, 0.0, TAU), between(s, 5.0, 8.0), between(s, 19.0, 27.0));
    c.ground(base - tall * 2.0, dark, |x| {
        let crown = (x * b + a).sin() * 0.5 + (x * d + a).sin() * 0.3 + (x * 71.0).sin() * 0.12 + 0.6;
        base - tall * crown.max(0.05)
    });
}

fn palm(c: &mut Canvas, s: &mut Seeded, foot: (f32, f32), tall: f32, dark: Colour) {
    let lean = between(s, -0.12, 0.12) * tall;
    let top = (foot.0 + lean, foot.1 - tall);
    c.line(foot, top, tall * 0.035, dark);
    for i in 0..9u8 {
        let turn = PI + f32::from(i) * PI / 8.0 + between(s, -0.1, 0.1);
        let (sin, cos) = turn.sin_cos();
        let reach = tall * 0.27;
        let at = (top.0 + cos * reach * 0.5, top.1 + sin * reach * 0.35 + tall * 0.02);
        c.ellipse(at, (reach * 0.62, tall * 0.028), turn, dark, dark);
    }
}

/// A sampan with somebody under a conical hat.
fn boat(c: &mut Canvas, at: (f32, f32), size: f32, dark: Colour) {
    let (x, y) = at;
    c.ellipse((x, y), (size, size * 0.16), 0.0, dark, dark);
    c.triangle(
        (x - size * 1.25, y - size * 0.2),
        (x - size * 0.5, y - size * 0.06),
        (x - size * 0.5, y + size * 0.1),
        dark,
    );
    c.triangle(
        (x + size * 1.25, y - size * 0.2),
        (x + size * 0.5, y - size * 0.06),
        (x + size * 0.5, y + size * 0.1),
        dark,
    );
    for (dx, tall) in [(-0.35, 0.5), (0.4, 0.72)] {
        let px = x + size * dx;
        c.ellipse((px, y - size * tall * 0.5), (size * 0.11, size * tall * 0.5), 0.0, dark, dark);
        let brim = y - size * tall * 0.93;
        c.triangle((px - size * 0.24, brim), (px + size * 0.24, brim), (px, brim - size * 0.2), dark);
    }
    c.line((x + size * 0.5, y - size * 0.5), (x + size * 1.05, y + size * 0.32), size * 0.045, dark);
}

fn river(c: &mut Canvas, s: &mut Seeded, number: u16) {
    let [upper, lower, land, water] = light(number);
    let horizon = between(s, 0.42, 0.55);
    let sun = (between(s, 0.25, 0.75) * c.aspect(), horizon - between(s, 0.06, 0.2));
    c.sky(0.0, horizon, upper, lower);
    c.glow(sun, 0.55, colour(0xff_e8b0), 0.8);
    c.ellipse(sun, (0.055, 0.055), 0.0, colour(0xff_fbe6), colour(0xff_e9a8));
    for i in 0..4u8 {
        let y = between(s, 0.06, horizon - 0.12);
        let x = between(s, 0.0, c.aspect());
        for k in 0..4u8 {
            c.glow((x + f32::from(k) * 0.07, y + f32::from(i % 2) * 0.01), 0.09, colour(0xff_f3e6), 0.35);
        }
    }
    trees(c, s, horizon, 0.05, mix(land, lower, 0.35));
    c.sky(horizon, 1.0, mix(lower, water, 0.4), mix(upper, water, 0.6));
    waves(c, horizon, water, colour(0xff_ecc6), sun.0);
    for _ in 0..=s.below(2) {
        let at = (between(s, 0.2, 0.8) * c.aspect(), between(s, horizon + 0.12, 0.82));
        boat(c, at, 0.06 + (at.1 - horizon) * 0.25, colour(0x22_1c26));
    }
    for _ in 0..3 {
        let x = between(s, 0.0, c.aspect());
        palm(c, s, (x, horizon + 0.01), 0.2, mix(land, colour(0x10_1820), 0.4));
    }
}

fn lotus(c: &mut Canvas, at: (f32, f32), size: f32, pink: Colour) {
    let tip = mix(pink, colour(0xff_ffff), 0.15);
    let pale = mix(pink, colour(0xff_ffff), 0.75);
    for (ring, reach, wide) in [(7u8, 0.62, 0.20), (5, 0.52, 0.2), (3, 0.42, 0.19)] {
        for i in 0..ring {
            let spread = f32::from(i) / f32::from(ring - 1) - 0.5;
            let turn = -PI / 2.0 + spread * PI * (0.9 - f32::from(7 - ring) * 0.09);
            let (sin, cos) = turn.sin_cos();
            let middle = (at.0 + cos * size * reach, at.1 + sin * size * reach);
            c.ellipse(middle, (size * reach, size * wide), turn, pale, tip);
            c.line(
                at,
                (at.0 + cos * size * reach * 1.8, at.1 + sin * size * reach * 1.8),
                size * 0.012,
                mix(pink, colour(0xb0_4070), 0.4),
            );
        }
    }
    c.ellipse((at.0, at.1 - size * 0.14), (size * 0.2, size * 0.13), 0.0, colour(0xff_e27a), colour(0xd9_a52e));
}

fn lotus_pond(c: &mut Canvas, s: &mut Seeded, number: u16) {
    let [upper, lower, ..] = light(number + 1);
    c.sky(0.0, 1.0, mix(colour(0x1d_4b46), upper, 0.25), mix(colour(0x0d_2f33), lower, 0.12));
    waves(c, 0.0, colour(0x17_4a48), colour(0x9f_d8c4), -1.0);
    for i in 0..34u8 {
        let y = 0.08 + f32::from(i) * 0.028;
        let x = between(s, -0.05, c.aspect() + 0.05);
        let r = 0.05 + y * 0.11;
        let g = mix(colour(0x2f_7a4e), colour(0x7f_b061), between(s, 0.0, 1.0));
        c.ellipse((x, y), (r, r * 0.42), between(s, -0.15, 0.15), mix(g, colour(0xc4_dd9a), 0.35), g);
        c.line((x, y), (x + r * 0.8, y - r * 0.12), 0.003, colour(0x24_6040));
        c.line((x, y), (x - r * 0.7, y + r * 0.14), 0.003, colour(0x24_6040));
    }
    let pinks = [0xf0_6f9b, 0xe8_5a87, 0xf7_a1bf, 0xfa_f0f4];
    for i in 0..=(number % 4) {
        let x = c.aspect() * (f32::from(i) + 0.6 + between(s, -0.15, 0.15)) / (f32::from(number % 4) + 1.2);
        let y = between(s, 0.5, 0.72);
        let size = if i == 0 { 0.2 } else { between(s, 0.1, 0.16) };
        let pink = pinks.get(s.index(pinks.len())).copied().map_or([1.0, 0.6, 0.7], colour);
        c.line((x, y), (x + 0.02, 1.0), 0.014, colour(0x3d_7d4c));
        lotus(c, (x, y), size, pink);
    }
}

fn road(c: &mut Canvas, s: &mut Seeded, number: u16) {
    let [upper, lower, land, _] = light(number * 2 + 1);
    let horizon = 0.4;
    let eye = c.aspect() * between(s, 0.4, 0.6);
    c.sky(0.0, horizon, upper, lower);
    trees(c, s, horizon, 0.1, mix(land, lower, 0.3));
    c.sky(horizon, 1.0, colour(0x7f_9f54), colour(0x3f_6b34));
    c.triangle((eye, horizon - 0.02), (eye - 0.62, 1.02), (eye + 0.62, 1.02), colour(0xc9_bfae));
    c.triangle((eye, horizon - 0.02), (eye - 0.02, 1.02), (eye + 0.02, 1.02), colour(0xe6_dfd0));
    let hues = [0xe8_4a7f, 0xff_c23d, 0xff_7a3d, 0xd6_4fc0, 0xff_ffff];
    for i in 0..230u16 {
        let t = (f32::from(i) / 230.0).powi(2);
        let y = horizon + 0.015 + t * 0.6;
        for side in [-1.0f32, 1.0] {
            let off = (y - horizon) * (1.06 + between(s, 0.0, 0.42)) + 0.004;
            let hue = hues.get(s.index(hues.len())).copied().map_or([1.0; 3], colour);
            let r = 0.003 + t * 0.016;
            let at = (eye + side * off, y - between(s, 0.0, 0.5) * r);
            c.ellipse((at.0, at.1 + r), (r * 1.3, r), 0.0, colour(0x3a_7a3a), colour(0x2d_5e2f));
            c.ellipse(at, (r, r * 0.85), 0.0, mix(hue, colour(0xff_ffff), 0.3), hue);
        }
    }
    for i in 0..3u8 {
        let far = f32::from(i) * 0.16;
        palm(c, s, (eye - 0.24 - far * 1.7, horizon + 0.05 + far * 0.6), 0.28 + far, colour(0x2c_4a33));
        palm(c, s, (eye + 0.28 + far * 1.8, horizon + 0.05 + far * 0.6), 0.3 + far, colour(0x2c_4a33));
    }
    for (dx, size) in [(-0.03, 0.05), (0.035, 0.045)] {
        let (x, y) = (eye + dx, horizon + 0.12);
        c.ellipse((x, y), (size * 0.22, size * 0.6), 0.0, colour(0xf7_f7f7), colour(0xd8_dde6));
        c.ellipse((x, y - size * 0.75), (size * 0.2, size * 0.2), 0.0, colour(0x40_2f28), colour(0x2a_1e1a));
        c.ellipse((x, y + size * 0.7), (size * 0.2, size * 0.35), 0.0, colour(0x24_3a66), colour(0x1b_2b4d));
    }
}

fn bridge(c: &mut Canvas, s: &mut Seeded, number: u16) {
    let [upper, lower, land, water] = light(number + 3);
    let horizon = 0.55;
    let a = c.aspect();
    c.sky(0.0, horizon, upper, lower);
    c.glow((a * 0.7, 0.32), 0.5, colour(0xff_f2cc), 0.6);
    trees(c, s, horizon, 0.08, mix(land, lower, 0.3));
    c.sky(horizon, 1.0, mix(lower, water, 0.5), mix(upper, water, 0.7));
    waves(c, horizon, water, colour(0xff_f5df), a * 0.7);
    let deck = |x: f32| horizon - 0.06 - 0.17 * (PI * x / a).sin();
    let stone = colour(if number.is_multiple_of(2) { 0x8d_5f43 } else { 0xa9_adb0 });
    let steps = 60u8;
    for i in 0..steps {
        let (x0, x1) = (a * f32::from(i) / f32::from(steps), a * f32::from(i + 1) / f32::from(steps));
        c.line((x0, deck(x0)), (x1, deck(x1)), 0.03, stone);
        c.line((x0, deck(x0) - 0.075), (x1, deck(x1) - 0.075), 0.009, mix(stone, colour(0xff_ffff), 0.25));
        if i % 2 == 0 {
            c.line((x0, deck(x0)), (x0, deck(x0) - 0.075), 0.007, mix(stone, colour(0xff_ffff), 0.15));
        }
        if i % 10 == 5 {
            c.line((x0, deck(x0)), (x0, horizon + 0.12), 0.022, mix(stone, colour(0x20_2020), 0.35));
        }
    }
    for i in 0..(3 + number % 3) {
        let x = a * (0.25 + f32::from(i) * 0.13);
        let y = deck(x) - 0.015;
        let shirt =
            [0xff_ffff, 0xc0_3b3b, 0x3b_6fc0, 0x8a_5a30, 0xf0_d060].get(s.index(5)).copied().map_or([1.0; 3], colour);
        c.ellipse((x, y - 0.04), (0.012, 0.042), 0.0, shirt, mix(shirt, colour(0x00_0000), 0.2));
        c.triangle((x - 0.024, y - 0.08), (x + 0.024, y - 0.08), (x, y - 0.108), colour(0xe9_d8a0));
    }
    boat(c, (a * between(s, 0.3, 0.7), 0.84), 0.1, colour(0x27_2020));
}

fn field(c: &mut Canvas, s: &mut Seeded, number: u16) {
    let [upper, lower, land, _] = light(number * 3 + 1);
    let horizon = between(s, 0.34, 0.44);
    let eye = c.aspect() * between(s, 0.35, 0.65);
    c.sky(0.0, horizon, upper, lower);
    if number.is_multiple_of(3) {
        for i in 0..14u8 {
            let at = (between(s, 0.0, c.aspect()), between(s, 0.0, 0.22));
            c.glow(at, 0.2 + f32::from(i % 3) * 0.06, colour(0x4a_505c), 0.6);
        }
    }
    trees(c, s, horizon, 0.045, mix(land, lower, 0.3));
    let (near, far) = if number.is_multiple_of(2) { (0x5f_8a2e, 0xb9_cf62) } else { (0xb5_8420, 0xf0_d46a) };
    let (near, far) = (colour(near), colour(far));
    c.each(horizon, 1.0, |x, y, _| {
        let depth = (y - horizon) / (1.0 - horizon);
        let row = ((x - eye) / (depth + 0.04) * 26.0).sin();
        let grain = ((x * 410.0).sin() * (y * 300.0 + x * 70.0).sin()) * 0.12 * depth;
        mix(far, near, depth * 0.75 + row * 0.16 + grain)
    });
    for i in 0..(4 + number % 4) {
        let y = horizon + 0.08 + f32::from(i) * 0.06;
        let x = between(s, 0.1, 0.9) * c.aspect();
        let size = 0.03 + (y - horizon) * 0.2;
        let shirt = [0x4a_3b6b, 0x8a_3b3b, 0x2f_5f6b, 0x5a_4630].get(s.index(4)).copied().map_or([0.3; 3], colour);
        c.ellipse((x, y), (size * 0.3, size * 0.75), between(s, 0.0, 0.35), shirt, mix(shirt, colour(0), 0.3));
        let brim = y - size * 0.7;
        c.triangle((x - size * 0.55, brim), (x + size * 0.55, brim), (x, brim - size * 0.45), colour(0xee_dfae));
    }
    for _ in 0..2 {
        let x = between(s, 0.0, c.aspect());
        palm(c, s, (x, horizon + 0.01), 0.26, mix(land, colour(0x10_1810), 0.4));
    }
}

fn lane(c: &mut Canvas, s: &mut Seeded) {
    let a = c.aspect();
    c.sky(0.0, 0.7, colour(0x10_1a3a), colour(0x3d_3f6b));
    for _ in 0..70 {
        let at = (between(s, 0.0, a), between(s, 0.0, 0.45));
        let r = between(s, 0.001, 0.003);
        c.ellipse(at, (r, r), 0.0, colour(0xff_ffff), colour(0xcf_d6ff));
    }
    trees(c, s, 0.7, 0.12, colour(0x12_1a2c));
    c.sky(0.7, 1.0, colour(0x2b_2836), colour(0x1a_1822));
    let lamp = a * between(s, 0.35, 0.6);
    let house = lamp + 0.3;
    c.rect((house, 0.42), (house + 0.42, 0.76), colour(0x3a_3038));
    c.triangle((house - 0.05, 0.425), (house + 0.47, 0.425), (house + 0.21, 0.29), colour(0x5a_3630));
    c.rect((house + 0.06, 0.5), (house + 0.17, 0.61), colour(0xff_d98a));
    c.line((house + 0.115, 0.5), (house + 0.115, 0.61), 0.006, colour(0x3a_3038));
    c.rect((house + 0.24, 0.5), (house + 0.34, 0.76), colour(0xb8_8348));
    c.glow((house + 0.12, 0.56), 0.22, colour(0xff_d28a), 0.35);
    c.triangle((lamp, 0.3), (lamp - 0.3, 0.86), (lamp + 0.3, 0.86), mix(colour(0x3d_3f5b), colour(0xff_e9b0), 0.22));
    c.ellipse((lamp, 0.86), (0.34, 0.07), 0.0, colour(0xb8_a070), colour(0x55_4c48));
    c.line((lamp - 0.005, 0.28), (lamp - 0.09, 0.9), 0.012, colour(0x14_1418));
    c.glow((lamp, 0.3), 0.22, colour(0xff_f1c0), 0.9);
    c.ellipse((lamp, 0.3), (0.022, 0.022), 0.0, colour(0xff_ffff), colour(0xff_edb0));
    // A child with a book under the lamp.
    let (x, y) = (lamp + 0.04, 0.8);
    c.ellipse((x, y), (0.04, 0.065), 0.0, colour(0xf2_f2f2), colour(0xc9_cdd8));
    c.ellipse((x, y - 0.085), (0.028, 0.03), 0.0, colour(0x4a_352c), colour(0x2a_1e1a));
    c.ellipse((x, y + 0.06), (0.06, 0.025), 0.0, colour(0x28_3c66), colour(0x1b_2b4d));
    c.triangle((x + 0.02, y), (x + 0.1, y - 0.02), (x + 0.07, y + 0.03), colour(0xff_fbe9));
}

fn poster(c: &mut Canvas, s: &mut Seeded, number: u16) {
    let a = c.aspect();
    let (ground, ray, bloom) = match number % 4 {
        0 => (0xb8_1f2d, 0xd8_3a3a, 0xff_d9e6),
        1 => (0x12_6b52, 0x1f_8a68, 0xff_a9c6),
        2 => (0x0f_4c81, 0x1f_68a8, 0xff_e3ee),
        _ => (0xd9_7a12, 0xee_9a2d, 0xff_f2f6),
    };
    let (ground, ray) = (colour(ground), colour(ray));
    let middle = (a / 2.0, 0.46);
    c.each(0.0, 1.0, |x, y, _| {
        let turn = (y - middle.1).atan2(x - middle.0);
        mix(ground, ray, (turn * 12.0).sin() * 8.0 + 0.5)
    });
    c.ellipse(middle, (0.265, 0.265), 0.0, colour(0xff_e58a), colour(0xff_c93d));
    lotus(c, (middle.0, 0.56), 0.24, colour(bloom));
    c.rect((0.0, 0.74), (a, 1.0), mix(ground, colour(0x00_0000), 0.35));
    for i in 0..3u8 {
        let y = 0.775 + f32::from(i) * 0.055;
        let wide = [0.52, 0.42, 0.3].get(usize::from(i)).copied().unwrap_or(0.3);
        c.line(
            (a / 2.0 - wide / 2.0, y + 0.01),
            (a / 2.0 + wide / 2.0, y + 0.01),
            if i == 0 { 0.024 } else { 0.012 },
            colour(0xff_f4d6),
        );
    }
    for i in 0..11u8 {
        let x = a * (f32::from(i) + 0.5) / 11.0;
        let hue = [0xff_c23d, 0xff_ffff, 0xff_8a5c].get(s.index(3)).copied().map_or([1.0; 3], colour);
        c.ellipse((x, 0.965), (0.02, 0.02), 0.0, colour(0xff_f7e0), hue);
    }
}

fn silk(c: &mut Canvas, s: &mut Seeded) {
    let a = c.aspect();
    let (first, second) = (between(s, 9.0, 15.0), between(s, 3.0, 6.0));
    c.sky(0.0, 1.0, colour(0x3a_2018), colour(0x1c_1010));
    c.each(0.0, 1.0, |x, y, p| {
        let fold = (x * first + (y * second).sin() * 0.8).sin();
        let thread = (x * 420.0 + (y * 9.0).sin() * 2.0).sin() * 0.5 + 0.5;
        let gold = mix(colour(0x9a_5a18), colour(0xff_e49a), fold * 0.5 + 0.5);
        mix(p, gold, 0.25 + thread * 0.7)
    });
    for i in 0..6u8 {
        let y = 0.14 + f32::from(i) * 0.145;
        let tint = [0x9c_2f3f, 0x2f_6f5c, 0x2f_4f8a].get(s.index(3)).copied().map_or([0.5; 3], colour);
        for k in 0..14u8 {
            let at = (a * (f32::from(k) + 0.5) / 14.0, y);
            c.ellipse(at, (0.02, 0.032), 0.0, mix(tint, colour(0xff_ffff), 0.3), tint);
            c.ellipse(at, (0.008, 0.012), 0.0, colour(0xff_f0c0), colour(0xff_d880));
        }
    }
    c.rect((0.0, 0.9), (a, 0.95), colour(0x4a_2a1a));
    c.line((0.0, 0.905), (a, 0.905), 0.006, colour(0x8a_5a3a));
}

fn music(c: &mut Canvas, s: &mut Seeded) {
    let ink = colour(0x1d_1d22);
    c.sky(0.0, 1.0, colour(0xfd_fbf5), colour(0xf6_f2e8));
    c.line((0.2, 0.055), (0.467, 0.055), 0.018, ink);
    c.line((0.26, 0.085), (0.407, 0.085), 0.007, colour(0x55_5560));
    for staff in 0..7u8 {
        let top = 0.14 + f32::from(staff) * 0.12;
        for l in 0..5u8 {
            let y = top + f32::from(l) * 0.011;
            c.line((0.05, y), (0.617, y), 0.0016, ink);
        }
        for x in [0.05, 0.19, 0.33, 0.475, 0.617] {
            c.line((x, top), (x, top + 0.044), 0.0024, ink);
        }
        c.ellipse((0.066, top + 0.026), (0.008, 0.02), 0.2, colour(0xfd_fbf5), ink);
        c.line((0.069, top - 0.01), (0.064, top + 0.056), 0.003, ink);
        for i in 0..16u8 {
            let x = 0.095 + f32::from(i) * 0.0325;
            let y = top + 0.0055 * between(s, 0.0, 9.0).floor();
            c.ellipse((x, y), (0.0072, 0.0052), -0.35, ink, ink);
            let up = y > top + 0.022;
            let (dx, dy) = if up { (0.0066, -0.036) } else { (-0.0066, 0.036) };
            c.line((x + dx, y), (x + dx, y + dy), 0.0022, ink);
            if s.below(4) == 0 {
                c.line((x + dx, y + dy), (x + dx + 0.01, y + dy * 0.7), 0.003, ink);
            }
            if i % 2 == 0 {
                c.line((x - 0.008, top + 0.074), (x + between(s, 0.008, 0.022), top + 0.074), 0.004, colour(0x6a_6a72));
            }
        }
    }
}

fn page(c: &mut Canvas, s: &mut Seeded) {
    let ink = colour(0x2b_2b2f);
    c.sky(0.0, 1.0, colour(0xf3_eee2), colour(0xe9_e3d4));
    c.rect((0.04, 0.03), (0.627, 0.075), colour(0x8c_1f2a));
    c.line((0.07, 0.053), (0.3, 0.053), 0.016, colour(0xfd_f6e6));
    c.line((0.04, 0.12), (0.56, 0.12), 0.024, ink);
    c.line((0.04, 0.155), (0.44, 0.155), 0.024, ink);
    c.rect((0.24, 0.2), (0.627, 0.46), colour(0x9f_b7a4));
    c.triangle((0.24, 0.46), (0.627, 0.46), (0.43, 0.29), colour(0x6d_8a66));
    c.ellipse((0.55, 0.26), (0.03, 0.03), 0.0, colour(0xff_f1c4), colour(0xf3_d78a));
    for column in 0..3u8 {
        let x = 0.04 + f32::from(column) * 0.2;
        let mut y = if column == 0 { 0.205 } else { 0.5 };
        while y < 0.96 {
            let end = if s.below(7) == 0 { between(s, 0.04, 0.12) } else { 0.18 };
            c.line((x, y), (x + end, y), 0.0052, colour(0x77_757a));
            y += 0.0125;
        }
    }
}
