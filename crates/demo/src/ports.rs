use std::net::{Ipv4Addr, TcpListener};

use crate::{Addresses, Ports, StackError};

/// Listeners of all parts. The children's are held until the child starts, so that nobody takes the port meanwhile.
#[derive(Debug)]
pub(crate) struct Listeners {
    pub(crate) wallet: TcpListener,
    pub(crate) cafe: TcpListener,
    pub(crate) merchant: TcpListener,
    pub(crate) operator: TcpListener,
    pub(crate) anvil: TcpListener,
    pub(crate) desk: TcpListener,
}

impl Listeners {
    /// Takes every port or none.
    pub(crate) fn bind(ports: Ports) -> Result<Self, StackError> {
        Ok(Self {
            wallet: bind(ports.wallet, "wallet-port")?,
            cafe: bind(ports.cafe, "cafe-port")?,
            merchant: bind(ports.merchant, "merchant-port")?,
            operator: bind(ports.operator, "operator-port")?,
            anvil: bind(ports.anvil, "anvil-port")?,
            desk: bind(ports.desk, "desk-port")?,
        })
    }

    pub(crate) fn addresses(&self) -> Result<Addresses, StackError> {
        let at = |host: &str, listener: &TcpListener| {
            listener
                .local_addr()
                .map(|address| format!("http://{host}:{}", address.port()))
        };
        Ok(Addresses {
            // Another site than 127.0.0.1, and both are secure contexts.
            wallet: at("localhost", &self.wallet)?,
            cafe: at("127.0.0.1", &self.cafe)?,
            merchant: at("127.0.0.1", &self.merchant)?,
            operator: at("127.0.0.1", &self.operator)?,
            desk: at("127.0.0.1", &self.desk)?,
            rpc: at("127.0.0.1", &self.anvil)?,
        })
    }
}

fn bind(port: u16, flag: &'static str) -> Result<TcpListener, StackError> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|_| StackError::PortTaken { port, flag })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Gives the port of a listener free and returns its number.
pub(crate) fn release(listener: TcpListener) -> Result<u16, StackError> {
    let port = listener.local_addr()?.port();
    drop(listener);
    Ok(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_its_flag() {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = other.local_addr().unwrap().port();
        let error = Listeners::bind(Ports {
            merchant: port,
            ..Ports::default()
        })
        .unwrap_err()
        .to_string();
        assert_eq!(
            error,
            format!(
                "Port {port} is taken by another program: end it, or choose another port with --merchant-port."
            )
        );
    }

    #[test]
    fn wallet_and_cafe_are_different_sites() {
        let addresses = Listeners::bind(Ports::default()).unwrap().addresses().unwrap();
        assert!(addresses.wallet.starts_with("http://localhost:"));
        assert!(addresses.cafe.starts_with("http://127.0.0.1:"));
    }
}
