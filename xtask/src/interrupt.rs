//! Ctrl-C and SIGTERM: every child runs in a process group of its own, and none outlives this process.

use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// How long children have to end after being asked to.
const GRACE: Duration = Duration::from_secs(10);

static STOP: AtomicBool = AtomicBool::new(false);
static GROUPS: LazyLock<Mutex<Vec<Group>>> = LazyLock::new(Mutex::default);

/// Who receives the request to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Every process of the group, as a terminal does.
    Group,
    /// Only the first process, which ends its children itself.
    Leader,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    id: Pid,
    ask: Ask,
}

/// A child's process group while it runs. Dropping it kills what is left of the group.
#[derive(Debug)]
pub(crate) struct Registered(Pid);

/// Takes over SIGINT, SIGTERM and SIGHUP.
///
/// # Errors
/// When the system refuses the handler.
pub(crate) fn install() -> Result<()> {
    ctrlc::set_handler(|| {
        let again = STOP.swap(true, Ordering::SeqCst);
        if again {
            kill_all();
        } else {
            std::thread::spawn(stop_all);
        }
    })
    .map_err(|error| Error::new(format!("Could not listen for Ctrl-C: {error}.")))
}

pub(crate) fn requested() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// # Errors
/// When the user asked to stop.
pub(crate) fn check() -> Result<()> {
    if requested() {
        Err(Error::interrupted())
    } else {
        Ok(())
    }
}

/// Notes a child that leads its own process group.
pub(crate) fn register(child: u32, ask: Ask) -> Result<Registered> {
    let id = i32::try_from(child)
        .map(Pid::from_raw)
        .map_err(|_| Error::new("A process id is out of range."))?;
    groups().push(Group { id, ask });
    if requested() {
        // The request came between the start of the child and this line.
        ask_to_stop(Group { id, ask });
    }
    Ok(Registered(id))
}

impl Drop for Registered {
    fn drop(&mut self) {
        groups().retain(|group| group.id != self.0);
        // Gone already (ESRCH) is what we want.
        let _ = killpg(self.0, Signal::SIGKILL);
    }
}

fn groups() -> MutexGuard<'static, Vec<Group>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ask_to_stop(group: Group) {
    let _ = match group.ask {
        Ask::Group => killpg(group.id, Signal::SIGTERM),
        Ask::Leader => kill(group.id, Signal::SIGINT),
    };
}

fn stop_all() {
    let asked: Vec<Group> = groups().clone();
    for group in &asked {
        ask_to_stop(*group);
    }
    let ids: Vec<Pid> = asked.iter().map(|group| group.id).collect();
    wait_then_kill(&ids);
}

fn wait_then_kill(ids: &[Pid]) {
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline && ids.iter().any(|id| killpg(*id, None).is_ok()) {
        std::thread::sleep(Duration::from_millis(50));
    }
    for id in ids {
        let _ = killpg(*id, Signal::SIGKILL);
    }
}

fn kill_all() {
    for group in groups().iter() {
        let _ = killpg(group.id, Signal::SIGKILL);
    }
}

#[cfg(test)]
mod tests {
    use crate::process::Cmd;
    use std::io::Read as _;
    use std::process::Stdio;

    #[test]
    fn grandchildren_do_not_outlive_their_group() {
        let parent = Cmd::new("sh").args(["-c", "(sleep 30; echo alive) & wait"]);
        let (mut child, group) = parent.spawn(Stdio::piped(), Stdio::null()).unwrap();
        let mut output = child.stdout.take().unwrap();
        drop(group);
        // The pipe ends only when every process that holds it is gone.
        let mut said = String::new();
        output.read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
        assert!(!child.wait().unwrap().success());
    }
}
