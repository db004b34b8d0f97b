use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// Short words between the tabs of this origin
/// ([BroadcastChannel](https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts)).
/// Never a secret.
#[derive(Debug)]
pub struct TabChannel {
    channel: BroadcastChannel,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl TabChannel {
    /// Listens to what other tabs say; `None` where the browser has no such channels.
    #[must_use]
    pub fn open(name: &str, mut hear: impl FnMut(&str) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                hear(&word);
            }
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _on_message: on_message,
        })
    }

    /// Says a word to all other tabs.
    pub fn say(&self, word: &str) {
        // Nobody may be listening.
        let _ = self.channel.post_message(&JsValue::from_str(word));
    }
}

impl Drop for TabChannel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
