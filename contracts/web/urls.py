"""Addresses of systems and their support numbers."""

from django.urls import path

from contracts.web import configurations, numbers

app_name = "contracts"

urlpatterns = [
    path("configurations/", configurations.configurations, name="configurations"),
    path("c/<int:pk>/", configurations.configuration, name="configuration"),
    path("n/<path:number>/", numbers.support_number, name="support-number"),
]
