//! Reading the webhook's answer.

use std::io::Read;

use bytes::Bytes;

use super::connection::Connection;
use super::worker::Failure;

const MAX_HEAD: usize = 64 << 10;
const MAX_BODY: usize = 64 << 20;

/// A whole answer.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub code: u16,
    /// The words after it, possibly none.
    pub reason: String,
    /// With lower-case names.
    headers: Vec<(String, String)>,
    /// Decoded.
    pub body: Bytes,
    /// Whether the connection may carry another update.
    pub keep_alive: bool,
}

impl Response {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// Whether the update counts as delivered.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// The seconds of Retry-After; 0 when there are none.
    pub fn retry_after(&self) -> u32 {
        let seconds = self
            .header("retry-after")
            .and_then(|text| text.trim().parse::<i64>().ok());
        u32::try_from(seconds.unwrap_or(0).clamp(0, i64::from(u32::MAX))).unwrap_or(0)
    }

    /// Reads one answer. A connection closed before the answer's head is whole was just closed.
    pub async fn read(connection: &mut Connection) -> Result<Self, Failure> {
        let mut buffer = Vec::new();
        let end = loop {
            if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            if buffer.len() > MAX_HEAD {
                return Err(Failure::network("Request Header Fields Too Large"));
            }
            if connection.receive(&mut buffer).await? == 0 {
                return Err(Failure::Closed);
            }
        };
        let head = String::from_utf8_lossy(buffer.get(..end).unwrap_or_default()).into_owned();
        let mut rest = buffer.split_off(end + 4);
        let mut lines = head.split("\r\n");
        let (code, reason, http_1_0) = status_line(lines.next().unwrap_or_default())?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let chunked = find(&headers, "transfer-encoding")
            .is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
        let length = find(&headers, "content-length").and_then(|text| text.parse::<usize>().ok());
        let bodiless = code < 200 || code == 204 || code == 304;
        let body = if bodiless {
            Vec::new()
        } else if chunked {
            read_chunks(connection, &mut rest).await?
        } else {
            take(connection, &mut rest, length.unwrap_or(0)).await?
        };
        let closes = find(&headers, "connection")
            .is_some_and(|value| value.to_ascii_lowercase().contains("close"));
        // Without a length only the end of the connection could end a body.
        let framed = bodiless || chunked || length.is_some();
        // How nothing is encoded does not matter: a frame around the app may name brotli on a 204.
        let body = if body.is_empty() && !chunked {
            body
        } else {
            decode(find(&headers, "content-encoding"), body)?
        };
        Ok(Self {
            code,
            reason,
            headers,
            body: body.into(),
            keep_alive: !closes && !http_1_0 && framed && rest.is_empty(),
        })
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

fn status_line(line: &str) -> Result<(u16, String, bool), Failure> {
    let (version, rest) = line.split_once(' ').unwrap_or((line, ""));
    if !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
        return Err(Failure::network("HTTP Version Not Supported"));
    }
    let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    let code = code.parse().map_err(|_| Failure::network("Bad Request"))?;
    Ok((code, reason.to_owned(), version == "HTTP/1.0"))
}

/// Takes exactly `count` bytes, reading more as needed.
async fn take(
    connection: &mut Connection,
    rest: &mut Vec<u8>,
    count: usize,
) -> Result<Vec<u8>, Failure> {
    if count > MAX_BODY {
        return Err(Failure::network("Request Entity Too Large"));
    }
    while rest.len() < count {
        if connection.receive(rest).await? == 0 {
            return Err(cut_off());
        }
    }
    let after = rest.split_off(count);
    Ok(std::mem::replace(rest, after))
}

async fn line(connection: &mut Connection, rest: &mut Vec<u8>) -> Result<String, Failure> {
    loop {
        if let Some(at) = rest.windows(2).position(|two| two == b"\r\n") {
            let line = take(connection, rest, at + 2).await?;
            return Ok(String::from_utf8_lossy(&line).trim().to_owned());
        }
        if rest.len() > MAX_HEAD || connection.receive(rest).await? == 0 {
            return Err(cut_off());
        }
    }
}

async fn read_chunks(connection: &mut Connection, rest: &mut Vec<u8>) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    loop {
        let size = line(connection, rest).await?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| Failure::network("Bad Request"))?;
        if size == 0 {
            while !line(connection, rest).await?.is_empty() {}
            return Ok(body);
        }
        if body.len() + size > MAX_BODY {
            return Err(Failure::network("Request Entity Too Large"));
        }
        body.extend(take(connection, rest, size).await?);
        line(connection, rest).await?;
    }
}

fn decode(encoding: Option<&str>, body: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let mut plain = Vec::new();
    let read = match encoding.map(str::to_ascii_lowercase).as_deref() {
        None | Some("" | "identity") => return Ok(body),
        Some("gzip" | "x-gzip") => flate2::read::GzDecoder::new(&body[..])
            .take(MAX_BODY as u64)
            .read_to_end(&mut plain),
        Some("deflate") => flate2::read::ZlibDecoder::new(&body[..])
            .take(MAX_BODY as u64)
            .read_to_end(&mut plain),
        Some(_) => {
            return Err(Failure::network(
                "Unsupported Media Type: unsupported content-encoding",
            ));
        }
    };
    read.map(|_| plain).map_err(|_| cut_off())
}

fn cut_off() -> Failure {
    Failure::network("Bad Request: unexpected end of request content")
}
