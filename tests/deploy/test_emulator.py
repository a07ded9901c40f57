"""A template for an emulator that does not know all of it."""

from infra.deploy import emulator

FUNCTION = {"Type": "AWS::Serverless::Function", "Properties": {"Environment": {"Variables": {"PASSERELLE_SOCKETS_ENDPOINT": "https://live"}}}}


def test_the_emulator_names_what_it_does_not_know():
    said = "Template format error: Unrecognized resource types: [AWS::A::B, AWS::C::D]"
    assert emulator.unrecognised(said) == {"AWS::A::B", "AWS::C::D"}
    assert emulator.unrecognised("Template format error: no") == set()


def test_what_refers_to_an_absent_resource_goes_with_it_and_nothing_else():
    template = {
        "Resources": {
            "Gone": {"Type": "AWS::A::B"},
            "Kept": {
                "Type": "AWS::C::D",
                "DependsOn": ["Gone", "Other"],
                "Properties": {
                    "Id": {"Ref": "Gone"}, "Arn": {"Fn::GetAtt": ["Gone", "Arn"]}, "Name": {"Fn::Sub": "x-${Gone.Name}-${Stage}"},
                    "Own": {"Fn::Sub": ["x-${Name}", {"Name": {"Ref": "Gone"}}]}, "Joined": {"Fn::Join": ["/", ["a", {"Ref": "Gone"}]]},
                    "Many": [{"Ref": "Gone"}, {"Ref": "Other"}], "Plain": "Gone", "Sub": {"Fn::Sub": "x-${Stage}"},
                    "Deep": {"One": {"Ref": "Gone"}, "Two": 2},
                },
            },
            "Other": {"Type": "AWS::C::D", "DependsOn": "Gone"},
        },
        "Outputs": {"Id": {"Value": {"Ref": "Gone"}}, "Other": {"Value": {"Ref": "Other"}}},
    }  # fmt: skip
    left, absent = emulator.without(template, {"AWS::A::B"})
    assert absent == ["Gone"]
    assert left["Resources"] == {
        "Kept": {
            "Type": "AWS::C::D",
            "DependsOn": ["Other"],
            "Properties": {"Many": [{"Ref": "Other"}], "Plain": "Gone", "Sub": {"Fn::Sub": "x-${Stage}"}, "Deep": {"Two": 2}},
        },
        "Other": {"Type": "AWS::C::D", "DependsOn": []},
    }
    assert left["Outputs"] == {"Other": {"Value": {"Ref": "Other"}}}
    assert "Gone" in template["Resources"], "made anew, not changed"


def test_what_would_go_wrong_there_is_said_otherwise():
    plain = {"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    policy = {"Type": "X", "Statement": [plain, {"Effect": "Allow", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]}
    resources = {"Push": FUNCTION, "Mapping": {"Type": "X", "Most": {"Ref": "AtOnce"}}, "Policy": policy}
    template = {"Parameters": {"AtOnce": {"Type": "Number", "Default": "10"}}, "Resources": resources}
    fitted = emulator.fitted(template, "http://127.0.0.1:4566")
    told = fitted["Resources"]["Push"]["Properties"]["Environment"]["Variables"]
    assert told["PASSERELLE_SOCKETS_ENDPOINT"] == {"Fn::Sub": "http://127.0.0.1:4566/_aws/execute-api/${WebsocketAPI}/${WebsocketAPIStage}"}
    assert fitted["Resources"]["Mapping"]["Most"] == 10
    assert [statement["Effect"] for statement in fitted["Resources"]["Policy"]["Statement"]] == ["Allow"]
    assert FUNCTION["Properties"]["Environment"]["Variables"]["PASSERELLE_SOCKETS_ENDPOINT"] == "https://live"
