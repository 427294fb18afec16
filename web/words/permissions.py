"""What a permission lets the app do, in the words of the person who is asked; the personal ones come from knowledge."""

from collections.abc import Mapping

from criteria.findings import Text

# Ordinary permissions, that Android grants without asking.
# Source: https://developer.android.com/reference/android/Manifest.permission
ORDINARY: Mapping[str, Text] = {
    "android.permission.INTERNET": Text("Échanger avec Internet", "Exchange with the Internet"),
    "android.permission.ACCESS_NETWORK_STATE": Text(
        "Savoir si le téléphone est connecté", "Know whether the phone is connected"
    ),
    "android.permission.ACCESS_WIFI_STATE": Text("Voir le réseau Wi-Fi utilisé", "See the Wi-Fi network in use"),
    "android.permission.CHANGE_WIFI_STATE": Text("Changer de réseau Wi-Fi", "Change the Wi-Fi network"),
    "android.permission.BLUETOOTH": Text("Utiliser le Bluetooth (anciens téléphones)", "Use Bluetooth (older phones)"),
    "android.permission.BLUETOOTH_ADMIN": Text(
        "Régler le Bluetooth (anciens téléphones)", "Set up Bluetooth (older phones)"
    ),
    "android.permission.VIBRATE": Text("Faire vibrer le téléphone", "Make the phone vibrate"),
    "android.permission.WAKE_LOCK": Text("Empêcher le téléphone de se mettre en veille", "Keep the phone awake"),
    "android.permission.RECEIVE_BOOT_COMPLETED": Text("Démarrer avec le téléphone", "Start when the phone starts"),
    "android.permission.FOREGROUND_SERVICE": Text(
        "Continuer à tourner, avec une notification visible", "Keep running, with a visible notification"
    ),
    "android.permission.USE_BIOMETRIC": Text(
        "Vous faire confirmer par empreinte ou visage", "Ask you to confirm by fingerprint or face"
    ),
    "android.permission.USE_FINGERPRINT": Text(
        "Vous faire confirmer par empreinte", "Ask you to confirm by fingerprint"
    ),
    "android.permission.NFC": Text("Lire et écrire sans contact (NFC)", "Read and write without contact (NFC)"),
    "android.permission.SCHEDULE_EXACT_ALARM": Text("Régler des alarmes précises", "Set exact alarms"),
    "android.permission.USE_EXACT_ALARM": Text("Régler des alarmes précises", "Set exact alarms"),
}
UNNAMED = Text("Autorisation propre à une application ou peu courante", "A permission of an app's own, or uncommon")


def describe_permission(name: str, personal: Text | None) -> Text:
    """Say what a permission allows: knowledge's words first, then the ordinary ones, else that we have none."""
    return personal or ORDINARY.get(name) or UNNAMED
