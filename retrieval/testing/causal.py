"""Write a causal language model of a few thousand weights; nothing was learned by it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


def write_causal_model(
    folder: Path,
    sentences: Sequence[str],
    *,
    window: int = 1024,
    spread: float = 0.02,
    template: str | None = None,
) -> Path:
    """Write model and tokenizer in transformers' form; return ``folder``.

    Its words are those of ``sentences``; ``window`` counts tokens; ``spread`` is that of the random
    weights; ``template`` is the tokenizer's chat template.
    """
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    base = Tokenizer(models.WordLevel(unk_token="<unk>"))
    base.pre_tokenizer = pre_tokenizers.Whitespace()
    base.train_from_iterator(sentences, trainers.WordLevelTrainer(special_tokens=["<unk>", "</s>"]))
    tokenizer: Any = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=base, unk_token="<unk>", eos_token="</s>"
    )
    tokenizer.chat_template = template
    torch.manual_seed(5)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=window,
        bos_token_id=None,
        eos_token_id=1,
        pad_token_id=None,
        initializer_range=spread,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
