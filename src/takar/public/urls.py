"""Addresses that are open to everybody."""

from django.urls import path

from takar.public import checking, witness

app_name = "public"

urlpatterns = [
    path("cek/", checking.ask, name="ask"),
    path("cek/<str:code>/", checking.show, name="check"),
    path("cek/<str:code>/paspor.json", checking.file, name="passport"),
    path("saksi/add-checkpoint", witness.add_checkpoint, name="witness"),
]
