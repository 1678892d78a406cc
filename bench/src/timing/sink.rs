//! A mail server that takes everything and keeps nothing, so that the work of sending is done as it is in real life.

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Result;

/// The running server; it stops when this is dropped.
pub(super) struct Sink {
    pub(super) address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Sink {
    pub(super) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(async move { drop(talk(stream).await) });
            }
        });
        Ok(Self { address, accepting })
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// RFC 5321, as far as a friendly client needs it.
async fn talk(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 sink\r\n").await?;
    let mut is_in_mail = false;
    while let Some(line) = lines.next_line().await? {
        let reply: &[u8] = match (is_in_mail, line.as_str()) {
            (true, ".") => {
                is_in_mail = false;
                b"250 taken\r\n"
            }
            (true, _) => continue,
            (false, "DATA") => {
                is_in_mail = true;
                b"354 go on\r\n"
            }
            (false, "QUIT") => return write.write_all(b"221 bye\r\n").await,
            (false, _) => b"250 fine\r\n",
        };
        write.write_all(reply).await?;
    }
    Ok(())
}
