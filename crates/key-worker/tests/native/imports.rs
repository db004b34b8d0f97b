//! Everything that can be brought in.

use crate::support::{Bench, PASSWORD};
use key_worker::protocol::{
    AccountKind, Failure, FileRequest, PayRequest, ReadWordsRequest, Request, Response, SuggestWordsRequest,
};

/// The publicly known first account of development nodes, and its key.
const ADDRESS: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const WORDS: &str = "test test test test test test test test test test test junk";

fn read_words(start_index: u32) -> Request {
    Request::ReadWords(ReadWordsRequest {
        language: None,
        start_index,
    })
}

fn draft(bench: &mut Bench, request: &Request, secret: &str) -> Result<Vec<String>, Failure> {
    match bench.ask(request, secret)?.0 {
        Response::Draft(draft) => Ok(draft.addresses.iter().map(ToString::to_string).collect()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn words_key_keystore_and_backup_of_one_account_are_one_account() {
    let mut bench = Bench::new();
    assert_eq!(draft(&mut bench, &read_words(0), WORDS).unwrap(), [ADDRESS]);
    assert_eq!(
        draft(&mut bench, &Request::ReadPrivateKey, KEY).unwrap(),
        [ADDRESS]
    );
    let status = bench.status(&Request::CreateVault, PASSWORD).unwrap();
    assert_eq!(status.accounts[0].kind, AccountKind::PrivateKey { source: 0 });

    let account = key_worker::protocol::AccountRequest { account: 0 };
    let Response::File(text) = bench
        .ask(&Request::ExportKeystore(account), "файлдың көк құлпы")
        .unwrap()
        .0
    else {
        panic!()
    };
    let keystore = Request::ReadKeystore(FileRequest { text });
    assert_eq!(
        draft(&mut bench, &keystore, "файлдың көк құлпы").unwrap(),
        [ADDRESS]
    );
    assert_eq!(
        draft(&mut bench, &keystore, "басқа сөз").unwrap_err(),
        Failure::WrongFilePassword
    );

    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    let Response::File(text) = bench
        .ask(&Request::ExportBackup, "көшірменің көк құлпы")
        .unwrap()
        .0
    else {
        panic!()
    };
    let backup = Request::ReadBackup(FileRequest { text });
    let mut other = Bench::new();
    assert_eq!(
        draft(&mut other, &backup, "көшірменің көк құлпы").unwrap(),
        [ADDRESS]
    );
    let restored = other.status(&Request::CreateVault, "мүлдем жаңа таулар").unwrap();
    assert_eq!(restored.accounts, status.accounts);
}

#[test]
fn a_passphrase_and_a_start_number_choose_other_accounts() {
    let mut bench = Bench::new();
    let plain = draft(&mut bench, &read_words(0), WORDS).unwrap();
    let hidden = draft(&mut bench, &read_words(0), &format!("{WORDS}\0é")).unwrap();
    let decomposed = draft(&mut bench, &read_words(0), &format!("{WORDS}\0e\u{301}")).unwrap();
    let ninth = draft(&mut bench, &read_words(9), WORDS).unwrap();
    assert!(plain != hidden && hidden == decomposed);
    assert_eq!(ninth, ["0xa0Ee7A142d267C1f36714E4a8F75612F20a79720"]);
    assert_eq!(
        draft(
            &mut bench,
            &read_words(0),
            &format!("{WORDS}\0{}", "x".repeat(2000))
        )
        .unwrap_err(),
        Failure::LongPassphrase
    );
}

#[test]
fn a_wrong_word_is_named_with_its_list_and_better_ones_are_suggested() {
    let mut bench = Bench::new();
    assert_eq!(
        draft(&mut bench, &read_words(0), &WORDS.replace("junk", "junc")).unwrap_err(),
        Failure::UnknownWord {
            position: 12,
            language: "english".into()
        }
    );
    let suggest = Request::SuggestWords(SuggestWordsRequest {
        language: "english".into(),
    });
    let (_, words) = bench.ask(&suggest, "junc").unwrap();
    assert!(words.split(' ').any(|word| word == "junk"), "{words}");
}

#[test]
fn what_is_no_key_and_no_file_is_said_so() {
    let mut bench = Bench::new();
    let file = |text: &str| FileRequest { text: text.into() };
    assert_eq!(
        draft(&mut bench, &Request::ReadPrivateKey, "0x12").unwrap_err(),
        Failure::NotAPrivateKey
    );
    assert_eq!(
        draft(&mut bench, &Request::ReadKeystore(file("{}")), "x").unwrap_err(),
        Failure::NotAKeystore
    );
    assert_eq!(
        draft(&mut bench, &Request::ReadBackup(file("{}")), "x").unwrap_err(),
        Failure::NotABackup
    );
    assert_eq!(
        bench.ask(&Request::CreateVault, PASSWORD).unwrap_err(),
        Failure::NoWords
    );
}

#[test]
fn a_passphrase_belongs_to_words_that_were_just_made() {
    let mut bench = Bench::new();
    assert_eq!(
        bench.ask(&Request::SetPassphrase, "көктем").unwrap_err(),
        Failure::NoWords
    );
    let (_, words) = bench.ask(&crate::support::MAKE_WORDS, "").unwrap();
    let hidden = draft(&mut bench, &Request::SetPassphrase, "көктем").unwrap();
    let plain = draft(&mut bench, &Request::SetPassphrase, "").unwrap();
    assert_ne!(hidden, plain);
    // Typed words bring theirs along.
    let typed = draft(&mut bench, &read_words(0), &format!("{words}\0көктем")).unwrap();
    assert_eq!(typed, hidden);
    assert_eq!(
        bench.ask(&Request::SetPassphrase, "").unwrap_err(),
        Failure::NoWords
    );
}

#[test]
fn passwords_are_judged_and_forgotten() {
    use key_worker::protocol::{StrengthLevel, WeaknessKind};
    let mut bench = Bench::new();
    let mut rate = |password: &str| match bench.ask(&Request::RatePassword, password).unwrap() {
        (Response::Strength(view), secret) => {
            assert_eq!(secret, "");
            view
        }
        other => panic!("{other:?}"),
    };
    let weak = rate("Пароль2026");
    assert_eq!(
        (weak.level, weak.weakness),
        (StrengthLevel::Weak, Some(WeaknessKind::Common))
    );
    assert_eq!(
        rate("бозторғай шаңырақ көкпар тұлпар").level,
        StrengthLevel::Strong
    );
}
