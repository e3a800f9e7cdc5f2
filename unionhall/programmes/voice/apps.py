from unionhall.base.apps import RoomConfig


class VoiceConfig(RoomConfig):
    name = "unionhall.programmes.voice"
    label = "voice"
