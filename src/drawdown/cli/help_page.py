"""Help, and what is said of wrong words, in the language of the user.

What a command and its words are for stands in the catalogue ``help``: under the command's name,
under ``command.word``, or for words that several commands have under ``word`` alone.
"""

import os
import re
import sys
from collections.abc import Container, Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

WIDEST = 80


class Said:
    """The help of one command in one language."""

    def __init__(self, context: Any) -> None:
        from drawdown.words import Language

        self.context = context
        self.command = "" if context.parent is None else context.info_name
        self.language = Language(context.find_object(str) or "en")

    def say(self, key: str, **facts: str | int | float) -> str:
        """A text of the catalogue, as this terminal can show it."""
        text = self.language.say("help", key, **facts)
        utf8 = (sys.stdout.encoding or "ascii").lower().startswith("utf")
        return text if utf8 else self.language.ascii(text)

    def of_word(self, lead: str, name: str) -> str:
        """What is said of a word: for this command, or for all that have it."""
        own = f"{lead}{self.command}.{name}"
        return self.say(own if self.language.knows("help", own) else f"{lead}{name}")

    def usage(self) -> str:
        """``drawdown plan [OPTIONS] WITHDRAWAL``"""
        words = [self.context.command_path, self.say("usage.options")]
        words += [self.argument(param) for param in self.arguments()]
        words += [self.say("usage.command")] if not self.command else []
        return " ".join(words)

    def arguments(self) -> list[Any]:
        return [p for p in self.context.command.params if p.param_type_name == "argument"]

    def argument(self, param: Any) -> str:
        """The name of an argument, in brackets if it may be left out."""
        name = param.metavar or self.say(f"name.{param.name}")
        return name if param.required else f"[{name}]"

    def argument_rows(self) -> Iterator[tuple[str, str]]:
        """The arguments, each with what it is."""
        for param in self.arguments():
            yield self.argument(param), self.of_word("word.", param.name)

    def option_rows(self) -> Iterator[tuple[str, str]]:
        """The options as they are typed, each with what it does."""
        for param in self.context.command.get_params(self.context):
            if param.param_type_name != "option":
                continue
            typed = ", ".join(sorted(param.opts, key=len))
            if not param.is_flag and not param.count:
                typed += f" {param.metavar or self.say(f'name.{param.name}')}"
            yield typed, self.of_word("word.", param.name)


def write_help(context: Any, formatter: Any) -> None:
    """Usage, what the command is for, its words, and the commands of the program."""
    said = Said(context)
    formatter.width = min(formatter.width, WIDEST - 2)
    formatter.write_usage("", said.usage(), prefix=said.say("usage"))
    about = f"about.{said.command}".rstrip(".")
    paragraphs = [key for key in (about, f"{about}.more") if said.language.knows("help", key)]
    write_paragraphs(said, formatter, paragraphs)
    sections = [("arguments", list(said.argument_rows())), ("options", list(said.option_rows()))]
    if not said.command:
        names = context.command.list_commands(context)
        sections.append(("commands", [(name, said.say(f"short.{name}")) for name in names]))
    for title, rows in sections:
        if rows:
            formatter.write_paragraph()
            formatter.write(said.say(f"heading.{title}") + "\n")
            with formatter.indentation():
                formatter.write_dl(rows)
    write_paragraphs(said, formatter, [] if said.command else ["exit_codes"])


def write_paragraphs(said: Said, formatter: Any, keys: Sequence[str]) -> None:
    """Sentences, set in, with an empty line before each."""
    for key in keys:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said.say(key))


class Command(TyperCommand):
    """A command whose help is in the language of the user."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        write_help(ctx, formatter)


class NoSuchCommand(typer.TyperException):
    """A word where a command should stand."""

    exit_code = 2

    def __init__(self, word: str, nearest: str, context: Any) -> None:
        super().__init__(word)
        self.nearest, self.ctx = nearest, context


class Commands(TyperGroup):
    """The program: help and wrong use are said in the language of the user."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        write_help(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        if args[0] not in self.commands and not args[0].startswith("-"):
            from difflib import get_close_matches

            nearest = get_close_matches(args[0], self.commands, n=1)
            raise NoSuchCommand(args[0], nearest[0] if nearest else "", ctx)
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        from drawdown.words import language_code

        words = list(sys.argv[1:] if args is None else args)
        asked = language_asked(words)
        code = language_code(asked, os.environ)
        if asked and words[0] not in self.commands:
            words = lang_last(words, self.commands)
        try:
            ended = super().main(
                words, prog_name, complete_var, False, windows_expand_args, obj=code, **extra
            )
        except typer.TyperException as wrong:
            if not standalone_mode:
                raise
            ended = show_wrong_use(wrong, code)
        except typer.Abort:
            ended = 130
        if standalone_mode:
            sys.exit(ended or 0)
        return ended


def language_asked(words: Sequence[str]) -> str:
    """What ``--lang`` asks for, wherever it stands; nothing if it is not there."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return ""


def lang_last(words: Sequence[str], commands: Container[str]) -> list[str]:
    """The words with ``--lang`` behind the command, which knows it; without a command, without.

    >>> lang_last(["--lang", "fr", "check", "niger"], {"check"}), lang_last(["-h", "--lang=fr"], {})
    (['check', 'niger', '--lang=fr'], ['-h'])
    """
    others = [
        word
        for before, word in zip(["", *words], words, strict=False)
        if before != "--lang" and not re.match(r"--lang(=|$)", word)
    ]
    if others and others[0] in commands:
        return [*others, f"--lang={language_asked(words)}"]
    return others


def show_wrong_use(wrong: Any, code: str) -> int:
    """Say what is wrong with the words of the command, and where its help is."""
    if type(wrong).__name__ == "NoArgsIsHelpError":
        typer.echo(wrong.format_message(), err=True)
        return int(wrong.exit_code)
    from drawdown.words import Language

    language = Language(code)
    sentence = sentence_of(wrong, language)
    context = getattr(wrong, "ctx", None)
    if context is not None:
        said = Said(context)
        usage = f"{said.say('usage')} {said.usage()}"
        sentence += "\n" + usage + "\n" + said.say("wrong.help", command=context.command_path)
    utf8 = (sys.stderr.encoding or "ascii").lower().startswith("utf")
    typer.echo(sentence if utf8 else language.ascii(sentence), err=True)
    return int(wrong.exit_code)


def sentence_of(wrong: Any, language: Any) -> str:
    """What is wrong, by the kind of the error; a kind that is not known speaks for itself."""

    def say(key: str, **facts: str | float) -> str:
        return str(language.say("help", f"wrong.{key}", **facts))

    kind = type(wrong).__name__
    if kind == "NoSuchCommand":
        key = "command.nearest" if wrong.nearest else "command"
        return say(key, word=wrong.message, nearest=wrong.nearest)
    if kind == "NoSuchOption":
        near = ", ".join(sorted(wrong.possibilities or ()))
        return say("option.nearest" if near else "option", option=wrong.option_name, nearest=near)
    if kind == "MissingParameter" and wrong.param is not None:
        return say("missing", name=word_of(wrong.param, language))
    if kind == "BadOptionUsage":
        return say("value_missing", option=wrong.option_name)
    if kind == "BadParameter" and wrong.param is not None:
        name, least = word_of(wrong.param, language), getattr(wrong.param, "min", None)
        return say("value", name=name) if least is None else say("number", name=name, least=least)
    if "unexpected extra" in wrong.message:
        return say("too_many", words=wrong.message.rpartition("(")[2].rstrip(")"))
    return str(wrong.format_message())


def word_of(param: Any, language: Any) -> str:
    """An option as it is typed, an argument by its name."""
    if param.param_type_name == "option":
        return str(param.opts[-1])
    return str(param.metavar or language.say("help", f"name.{param.name}"))
