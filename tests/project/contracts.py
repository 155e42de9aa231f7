"""Import contract "doors": of modules that an app may or may not have, which the protected contract refuses."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """An app's doors are imported by that app and by the modules that put the apps together, and by nobody else."""

    type_name = "doors"

    apps = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    allowed_importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        doors = {f"{app}.{door}": app for app in self.apps for door in self.doors}
        broken: list[str] = []
        for door in sorted(doors.keys() & graph.modules):
            app = doors[door]
            for module in sorted({door, *graph.find_descendants(door)}):
                broken += [
                    f"{importer} imports {module}"
                    for importer in sorted(graph.find_modules_that_directly_import(module))
                    if not any(_inside(importer, package) for package in (app, *self.allowed_importers))
                ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(f"- {line}: call the app's service or ask through extensions", bold=False)


def _inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
