use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, Response, SourceRequest},
    use_cases::{edit_vault::edit_vault, show_status::show_status},
    worker::{Clock, Drill, KeyWorker, Secret},
};

/// Chooses three different words of a source to be asked for.
pub(crate) fn start_drill<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: SourceRequest,
) -> Result<Response, Failure> {
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    let (words, _) = open.words(request.source).ok_or(Failure::NoAccount)?;
    let mut left: Vec<usize> = (1..=words.word_count()).collect();
    let mut positions = Vec::with_capacity(3);
    for _ in 0..3 {
        let mut byte = [0];
        worker.random.fill(&mut byte).map_err(|_| Failure::NoRandomness)?;
        // Slightly uneven: which words are asked for is no secret.
        positions.push(left.remove(usize::from(byte[0]) % left.len()));
    }
    positions.sort_unstable();
    worker.drill = Some(Drill {
        source: request.source,
        positions: positions.clone(),
    });
    Ok(Response::Drill(positions))
}

/// Checks the three words and notes in the vault that they were right.
pub(crate) async fn check_drill<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    typed: &Secret,
) -> Result<Response, Failure> {
    let drill = worker.drill.take().ok_or(Failure::BadRequest)?;
    let typed = std::str::from_utf8(typed).map_err(|_| Failure::DrillWrong)?;
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    let (mnemonic, _) = open.words(drill.source).ok_or(Failure::NoAccount)?;
    let right = mnemonic.has_words_at(&drill.positions, typed);
    if !right {
        worker.drill = Some(drill);
        return Err(Failure::DrillWrong);
    }
    let now = worker.clock.now_seconds();
    edit_vault(worker, |vault, _| Ok(vault.note_proven(drill.source, now)?)).await?;
    show_status(worker).await.map(Response::Pay)
}
