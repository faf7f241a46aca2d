"""SQLAlchemy's async ORM over asyncpg: the process of one subject, which speaks the runner's protocol."""

import asyncio
import datetime
import json
import resource
import sys
import time

from sqlalchemy import (
    BigInteger, Boolean, Computed, DateTime, ForeignKeyConstraint, Identity, Integer, REAL, SmallInteger, Text,
    Uuid, insert, select, update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, joinedload, mapped_column, relationship, selectinload, with_loader_criteria

TABLES = json.loads(sys.argv[1])
TYPES = {
    "uuid": Uuid(as_uuid=False), "smallint": SmallInteger, "integer": Integer, "bigint": BigInteger,
    "identity": BigInteger, "boolean": Boolean, "text": Text, "jsonb": JSONB,
    "time": DateTime(timezone=True), "real": REAL, "generated": SmallInteger,
}


class Base(DeclarativeBase):
    pass


def snake(name):
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def columns(table, key):
    made = {}
    for name, column in TABLES[table].items():
        extra = ()
        if column["kind"] == "identity":
            extra = (Identity(always=True),)
        if column["kind"] == "generated":
            extra = (Computed(""),)
        made[snake(name)] = mapped_column(
            TYPES[column["kind"]], *extra, primary_key=name in key, nullable=column["isNullable"]
        )
    return made


Game = type("Game", (Base,), {
    "__tablename__": "games", **columns("games", ["id"]),
    "lineups": relationship("Lineup", order_by="Lineup.id", lazy="raise", viewonly=True),
    "plays": relationship("Play", order_by="Play.play_number", lazy="raise", viewonly=True),
})
Lineup = type("Lineup", (Base,), {
    "__tablename__": "lineups", **columns("lineups", ["gameId", "id"]),
    "__table_args__": (ForeignKeyConstraint(["game_id"], ["games.id"]),),
})
Play = type("Play", (Base,), {
    "__tablename__": "plays", **columns("plays", ["gameId", "playNumber"]),
    "__mapper_args__": {"eager_defaults": False},
    "__table_args__": (
        ForeignKeyConstraint(["game_id"], ["games.id"]),
        ForeignKeyConstraint(["game_id", "batter_id"], ["lineups.game_id", "lineups.id"], name="batter"),
        ForeignKeyConstraint(["game_id", "pitcher_id"], ["lineups.game_id", "lineups.id"], name="pitcher"),
    ),
    "batter": relationship(
        "Lineup", lazy="raise", viewonly=True,
        foreign_keys="Play.batter_id",
        primaryjoin="and_(Play.game_id == Lineup.game_id, Play.batter_id == Lineup.id)",
    ),
    "pitcher": relationship(
        "Lineup", lazy="raise", viewonly=True,
        foreign_keys="Play.pitcher_id",
        primaryjoin="and_(Play.game_id == Lineup.game_id, Play.pitcher_id == Lineup.id)",
    ),
})

SAME = {snake(name): value for name, value in json.loads(sys.argv[2]).items()}
PLAYS_PER_GAME = 200
engine = None
sessions = None


def play_of(slot, number):
    game, first = slot["gameId"], slot["firstLineupId"]
    return {
        **SAME, "game_id": game, "play_number": number, "inning": 1 + (number - 1) // 10,
        "batting_order": number % 9 + 1, "batter_id": first + number % 9, "on_first_id": first + (number + 8) % 9,
        "pitcher_id": first + 19, "catcher_id": first + 10,
        "created_at": datetime.datetime.now(datetime.timezone.utc),
    }


async def record_play(slot, number):
    async with sessions.begin() as session:
        session.add(Play(**play_of(slot, number)))
        await session.execute(
            update(Game).where(Game.id == slot["gameId"]).values(
                inning=1 + (number - 1) // 10, half="top", home_score=3, away_score=2,
                state_version=Game.state_version + 1,
            ).execution_options(synchronize_session=False)
        )


async def load_game(slot):
    async with sessions() as session:
        game = (await session.scalars(
            select(Game).where(Game.id == slot["gameId"]).options(
                selectinload(Game.lineups.and_(Lineup.is_active)), selectinload(Game.plays)
            )
        )).one()
        assert len(game.lineups) == 20 and len(game.plays) == 90, (len(game.lineups), len(game.plays))


async def last_plays(slot):
    async with sessions() as session:
        plays = (await session.scalars(
            select(Play).where(Play.game_id == slot["gameId"], Play.play_number > 80)
            .options(joinedload(Play.batter, innerjoin=True), joinedload(Play.pitcher, innerjoin=True))
            .order_by(Play.play_number).limit(10)
        )).all()
        assert len(plays) == 10 and plays[0].batter.id == plays[0].batter_id


async def active_lineup(slot):
    async with sessions() as session:
        entries = (await session.scalars(
            select(Lineup).where(Lineup.game_id == slot["gameId"], Lineup.team_id == 11, Lineup.is_active)
            .order_by(Lineup.id)
        )).all()
        assert len(entries) == 10


async def insert_plays(batch):
    async with sessions.begin() as session:
        await session.execute(insert(Play), [play_of(slot, n) for slot in batch for n in range(1, 91)])


def client_of(work, slots):
    done = 0

    async def once():
        nonlocal done
        turn, done = done, done + 1
        if work == "recordPlay":
            await record_play(slots[turn // PLAYS_PER_GAME], turn % PLAYS_PER_GAME + 1)
        elif work == "insertPlays":
            await insert_plays(slots[10 * turn:10 * turn + 10])
        else:
            read = {"loadGame": load_game, "lastPlays": last_plays, "activeLineup": active_lineup}[work]
            await read(slots[turn % len(slots)])

    return once


async def repeat(clients, seconds):
    latencies = []
    end = time.perf_counter() + seconds

    async def loop(client):
        start = time.perf_counter()
        while start < end:
            await client()
            now = time.perf_counter()
            latencies.append(1000 * (now - start))
            start = now

    await asyncio.gather(*(loop(client) for client in clients))
    return latencies


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def run(request):
    clients = [client_of(request["work"], slots) for slots in request["slots"]]
    if request["warmUp"] > 0:
        await repeat(clients, request["warmUp"])
    cpu_before, start = cpu(), time.perf_counter()
    latencies = []
    if "operations" in request:
        for _ in range(request["operations"]):
            await clients[0]()
    else:
        latencies = await repeat(clients, request["seconds"])
    elapsed, used = time.perf_counter() - start, cpu() - cpu_before
    operations = request.get("operations", len(latencies))
    latencies.sort()
    at = lambda share: latencies[min(len(latencies) - 1, int(share * len(latencies)))] if latencies else None
    with open("/proc/self/statm") as statm:
        pages = int(statm.read().split()[1])
    return {
        "operations": operations, "perSecond": operations / elapsed, "p50": at(0.5), "p99": at(0.99),
        "cpu": 1e6 * used / operations, "memory": pages * resource.getpagesize() / 2**20,
    }


async def answer(request):
    global engine, sessions
    if request["do"] == "open":
        url = request["url"].replace("postgresql://", "postgresql+asyncpg://").replace("sslmode=", "ssl=")
        engine = create_async_engine(url, pool_size=request["connections"], max_overflow=0)
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        return {"ok": True, "works": ["recordPlay", "loadGame", "lastPlays", "activeLineup", "insertPlays"]}
    if request["do"] == "run":
        return {"ok": True, "figures": await run(request)}
    await engine.dispose()
    return {"ok": True}


async def main():
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            given = await answer(json.loads(line))
        except Exception as error:
            given = {"ok": False, "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(given), flush=True)


asyncio.run(main())
