from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.jobs"
    label = "jobs"

    def ready(self) -> None:
        from cixi_oversight import clock
        from cixi_oversight.jobs import providers
        from cixi_oversight.jobs.services.business_date import pinned_date
        from cixi_oversight.jobs.services.partitions import PARTITIONS
        from cixi_oversight.jobs.services.registry import register
        from cixi_oversight.jobs.services.seal import SEAL
        from cixi_oversight.jobs.services.tidy import TIDY

        clock.PINNED_DATE.register(pinned_date)
        register(PARTITIONS)
        register(TIDY)
        register(SEAL)
        providers.register()
