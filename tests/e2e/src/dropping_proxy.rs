use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Stands in front of a till and can lose the answer to a payment after the till has given it.
#[derive(Debug)]
pub struct DroppingProxy {
    /// Where it listens.
    pub url: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Shared {
    upstream: Mutex<String>,
    to_lose: AtomicU32,
    lost: AtomicU32,
}

impl DroppingProxy {
    /// Listens on a free port; whom for is said later.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn listen() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared::default());
        let of_task = shared.clone();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let shared = of_task.clone();
                // A connection that breaks is the point of it all.
                tokio::spawn(async move { drop(forward(client, &shared).await) });
            }
        });
        Ok(Self { url, shared, task })
    }

    /// Says who is behind: `http://127.0.0.1:8082`.
    pub fn stand_before(&self, upstream: &str) {
        let address = upstream.trim_start_matches("http://").to_owned();
        *self
            .shared
            .upstream
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = address;
    }

    /// Loses the answers to the next `count` payments.
    pub fn lose_answers(&self, count: u32) {
        self.shared.to_lose.store(count, Ordering::SeqCst);
    }

    /// How many answers were lost so far.
    #[must_use]
    pub fn lost(&self) -> u32 {
        self.shared.lost.load(Ordering::SeqCst)
    }
}

impl Drop for DroppingProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One request without a body, one answer.
async fn forward(mut client: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if client.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let (line, headers) = text.split_once("\r\n").unwrap_or((text.as_str(), ""));
    let is_payment = headers
        .lines()
        .any(|line| line.to_ascii_lowercase().starts_with("payment-signature:"));
    let kept: String = headers
        .lines()
        .filter(|line| !line.is_empty() && !line.to_ascii_lowercase().starts_with("connection:"))
        .map(|line| format!("{line}\r\n"))
        .collect();
    let upstream = shared
        .upstream
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .clone();
    let mut server = TcpStream::connect(upstream).await?;
    server
        .write_all(format!("{line}\r\n{kept}connection: close\r\n\r\n").as_bytes())
        .await?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await?;
    let lose = |left: u32| left.checked_sub(1);
    if is_payment
        && shared
            .to_lose
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, lose)
            .is_ok()
    {
        shared.lost.fetch_add(1, Ordering::SeqCst);
        return Ok(());
    }
    client.write_all(&answer).await?;
    client.shutdown().await
}
