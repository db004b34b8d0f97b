//! The command line.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::audit;
use crate::bench;
use crate::build;
use crate::demo;
use crate::error::{Error, Result};
use crate::stack::Ports;

pub(crate) const HELP: &str = "\
cargo xtask <command>

Commands for everybody:
  demo                 install what is needed, build everything, start the whole stack
      --port-base N    wallet on N, café N+1, merchant till N+2, operator till N+3,
                       deposit desk N+4, chain N+5
      --wallet-port N, --cafe-port N, --merchant-port N, --operator-port N, --desk-port N, --anvil-port N
      --state-dir DIR  where the tills keep their databases
      --no-build       start what was built before
  test                 every test; installs what is needed
  doctor               what is present, what is missing, how to mend it

Commands for maintainers:
  build                the deployable site and its sizes
      --out DIR        where to (default: dist)
      --debug          quickly instead of optimised; --release is the default
  smoke                one purchase in a real browser on free ports, one line of JSON
      --no-build       with the site that was built before
  shots                pictures of every page state, looked through for faults
      --no-build       with the site that was built before
      --only PART,…    only the states with one of these in their name
      --quick          only the main states, beside their references
      --update         accept how pages look now: references, thumbs, the sheets in docs/shots
  gallery              builds the page with every component in every state and shows it
      --port N         where (default: 8090)
  audit                Lighthouse on every main page: accessibility, good practice, search, speed
      --no-build       with the site that was built before
      --only PART,…    only the pages with one of these in their name
      --update         accept what is found now, but no flaw: the table in docs/audit.md
  bench ready          how soon the pay page is ready, against React's hello world
  bench activity       how smooth the list of what happened stays with 10,000 entries
  bench till           orders created, quoted, verified and settled a second, on SQLite and PostgreSQL
  bench keys           words, accounts, Argon2id and unlocking in the wallet's worker, against libraries for the web
  bench search         how fast the catalogue is searched, against MiniSearch, FlexSearch, Orama and a plain filter
      --no-build       with what was built before
  journeys             purchases and everything else people live through, in Chromium, on the site in dist/
  firefox              the parts of `test` that can run in Firefox too, on the site in dist/
  check                formatting, lints, arrows, languages, licences, sizes
  contracts            compile the contracts; with --check: prove that the committed artifacts reproduce
  arrows               the arrows between crates";

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) enum Command {
    Help,
    Demo(demo::Options),
    Test,
    Check,
    Smoke(crate::smoke::Options),
    Shots(crate::shots::Options),
    Gallery { port: u16 },
    Audit(audit::Options),
    Bench(bench::Options),
    Doctor,
    Firefox,
    Journeys,
    Build(build::Options),
    Contracts { check: bool },
    Arrows,
}

/// # Errors
/// On an unknown command or option.
pub(crate) fn parse(mut parser: Parser) -> Result<Command> {
    read(&mut parser)
        .map_err(|error| Error::new(format!("{error}.")).remedy("`cargo xtask --help` lists the commands"))
}

fn read(parser: &mut Parser) -> std::result::Result<Command, lexopt::Error> {
    let name = match parser.next()? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => return Ok(Command::Help),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    let mut command = match name.as_str() {
        "demo" => Command::Demo(demo::Options::default()),
        "test" => Command::Test,
        "check" => Command::Check,
        "smoke" => Command::Smoke(crate::smoke::Options::default()),
        "shots" => Command::Shots(crate::shots::Options::default()),
        "gallery" => Command::Gallery { port: 8090 },
        "audit" => Command::Audit(audit::Options::default()),
        "bench" => Command::Bench(bench::Options {
            name: parser.value()?.string()?,
            no_build: false,
        }),
        "doctor" => Command::Doctor,
        "firefox" => Command::Firefox,
        "journeys" => Command::Journeys,
        "build" => Command::Build(build::Options::default()),
        "contracts" => Command::Contracts { check: false },
        "arrows" => Command::Arrows,
        "help" => Command::Help,
        _ => return Err(format!("there is no command {name}").into()),
    };
    loop {
        let option = match parser.next()? {
            None => return Ok(command),
            Some(Arg::Long("help") | Arg::Short('h')) => return Ok(Command::Help),
            Some(Arg::Long(option)) => option.to_owned(),
            Some(other) => return Err(other.unexpected()),
        };
        read_option(&mut command, &option, parser)?;
    }
}

fn read_option(
    command: &mut Command,
    option: &str,
    parser: &mut Parser,
) -> std::result::Result<(), lexopt::Error> {
    match (command, option) {
        (Command::Build(options), "out") => options.out = PathBuf::from(parser.value()?),
        (Command::Build(options), "release") => options.release = true,
        (Command::Build(options), "debug") => options.release = false,
        (Command::Contracts { check }, "check") => *check = true,
        (Command::Smoke(options), "no-build") => options.no_build = true,
        (Command::Bench(options), "no-build") => options.no_build = true,
        (Command::Audit(options), "no-build") => options.no_build = true,
        (Command::Audit(options), "update") => options.update = true,
        (Command::Audit(options), "only") => options.only = Some(parser.value()?.string()?),
        (Command::Shots(options), "no-build") => options.no_build = true,
        (Command::Shots(options), "update") => options.update = true,
        (Command::Shots(options), "quick") => options.quick = true,
        (Command::Shots(options), "only") => options.only = Some(parser.value()?.string()?),
        (Command::Gallery { port }, "port") => *port = parser.value()?.parse()?,
        (Command::Demo(options), "no-build") => options.no_build = true,
        (Command::Demo(options), "state-dir") => options.state_dir = Some(PathBuf::from(parser.value()?)),
        (Command::Demo(options), "port-base") => {
            let base: u16 = parser.value()?.parse()?;
            options.ports = Ports::from_base(base).ok_or("the port base is too high")?;
        }
        (Command::Demo(options), flag) => match options.ports.by_flag(flag) {
            Some(port) => *port = parser.value()?.parse()?,
            None => return Err(format!("there is no option --{flag}").into()),
        },
        (_, flag) => return Err(format!("there is no option --{flag} here").into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(words: &[&str]) -> Result<Command> {
        parse(Parser::from_args(words))
    }

    #[test]
    fn ports_are_chosen_by_base_or_one_by_one() {
        let Command::Demo(options) =
            parse_words(&["demo", "--port-base", "9000", "--cafe-port=9100"]).unwrap()
        else {
            panic!("not the demo");
        };
        let ports: Vec<u16> = options.ports.all().iter().map(|(_, port)| *port).collect();
        assert_eq!(ports, [9000, 9100, 9002, 9003, 9004, 9005]);
        assert!(parse_words(&["demo", "--port-base", "65534"]).is_err());
        assert!(parse_words(&["demo", "--port-base", "many"]).is_err());
    }

    #[test]
    fn options_belong_to_their_command() {
        assert!(matches!(
            parse_words(&["contracts", "--check"]),
            Ok(Command::Contracts { check: true })
        ));
        assert!(parse_words(&["test", "--check"]).is_err());
        assert!(parse_words(&["demo", "--check"]).is_err());
        assert!(parse_words(&["dance"]).is_err());
    }

    #[test]
    fn the_optimised_build_is_the_default() {
        assert!(matches!(parse_words(&["build"]), Ok(Command::Build(options)) if options.release));
        assert!(
            matches!(parse_words(&["build", "--debug"]), Ok(Command::Build(options)) if !options.release)
        );
    }
}
