//! The store against the bare drivers, for reads: an example of the store's own measures both in one process.

use std::path::Path;

use tokio::process::Command;

use crate::place::Place;
use crate::table::{Aim, Figure};
use crate::{Programs, Result};

/// The reads that are compared, as the example calls them, and their rows in the table.
const READS: [(&str, &str); 2] = [
    ("point reads, one caller", "store ÷ driver, reads, one caller"),
    ("point reads, 64 callers", "store ÷ driver, reads, 64 callers"),
];
const AIM: Aim = Aim::AtLeast(0.8);

/// Runs the example, on PostgreSQL too if the place is there, and gives the rows of that database.
pub(crate) async fn measure(programs: &Programs, place: &Place) -> Result<Vec<(&'static str, Figure)>> {
    let mut example = Command::new(&programs.throughput);
    example.current_dir(place.file("")).env_remove("JOURNAL_TEST_POSTGRES").kill_on_drop(true);
    example.envs(place.postgres().map(|url| ("JOURNAL_TEST_POSTGRES", url)));
    let output = example.output().await.map_err(|error| cannot_run(&programs.throughput, &error))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let said = String::from_utf8(output.stdout)?;
    let database = if place.postgres().is_some() { "PostgreSQL" } else { "SQLite" };
    let of_database = said.lines().skip_while(|line| !line.starts_with(database));
    let lines: Vec<&str> = of_database.collect();
    READS.into_iter().map(|(read, row)| Ok((row, figure(&lines, read)?))).collect()
}

/// Reads `  point reads, one caller   81200/s   bare driver   90100/s   ratio 0.90`.
fn figure(lines: &[&str], read: &str) -> Result<Figure> {
    let line = lines.iter().find_map(|line| line.trim().strip_prefix(read));
    let (rates, ratio) = line.and_then(|line| line.rsplit_once("ratio")).ok_or("no ratio is told")?;
    let from = rates.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Figure { value: ratio.trim().parse()?, from, aim: AIM })
}

fn cannot_run(program: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be run: {error}", program.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_line_is_understood() {
        let line = "  point reads, one caller            81200/s   bare driver     90100/s   ratio 0.90";
        let figure = figure(&["SQLite, 2 cores", line], READS[0].0).unwrap();
        assert!((figure.value - 0.9).abs() < f64::EPSILON);
        assert_eq!(figure.from, "81200/s bare driver 90100/s");
    }
}
