"""Typed keys of the application's state that only the API uses."""

from aiohttp import web
from redis.asyncio import Redis

from server.api.event_hub import EventHub
from server.api.limits import Limiter
from server.api.lobby_presence import LobbyPresence
from server.livekit_client import LiveKitClient
from server.signalling_gate import SignallingGate
from server.video_recorder import VideoRecorder

LIVEKIT = web.AppKey("livekit", LiveKitClient)
GATE = web.AppKey("gate", SignallingGate)
LIMITER = web.AppKey("limiter", Limiter)
REDIS = web.AppKey("redis", Redis)
LOBBY = web.AppKey("lobby", LobbyPresence)
EVENT_HUB = web.AppKey("event_hub", EventHub)
VIDEO = web.AppKey("video", VideoRecorder)
