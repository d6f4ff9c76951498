"""What a sound file gives, and what a faulty one is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.calibrate.faults import RowFault
from sim.calibrate.history import History, read_history
from sim.errors import HistoryError
from tests.calibrate.histories import PLAIN, plain_map, rules, shipped, write

ANSWERED = "2024-03-01 09:00:00,phone,2024-03-01 09:00:20,2024-03-01 09:03:20,Ada"
GAVE_UP = "2024-03-01 09:01:00,phone,,2024-03-01 09:02:30,"
WAITING = "2024-03-02 17:00:00,email,,,"


def faults(path: Path, mapping: object = None) -> dict[str, RowFault]:
    with pytest.raises(HistoryError) as caught:
        read_history(path, mapping or shipped("plain"))  # type: ignore[arg-type]
    return {fault.kind: fault for fault in caught.value.faults if isinstance(fault, RowFault)}


def read_or_refuse(path: Path) -> int:
    """The number of contacts, or of faults."""
    try:
        return len(read_history(path, shipped("plain")).contacts)
    except HistoryError as error:
        return len(error.faults)


class TestASoundFile:
    def test_gives_contacts_in_our_words_on_one_clock(self, tmp_path: Path) -> None:
        history = read_history(write(tmp_path, GAVE_UP, ANSWERED, WAITING), shipped("plain"))
        contacts = history.contacts
        assert contacts["line"].tolist() == [3, 2, 4]
        assert contacts["outcome"].tolist() == ["answered", "abandoned", "open"]
        assert contacts["created_at"].tolist() == [32400.0, 32460.0, 147600.0]
        np.testing.assert_array_equal(contacts["wait_s"], [20.0, 90.0, np.nan])
        np.testing.assert_array_equal(contacts["handle_s"], [180.0, np.nan, np.nan])
        assert contacts["day"].tolist() == [0, 0, 1]
        assert (str(history.first_date), history.n_days, history.rows_read) == ("2024-03-01", 2, 3)

    @pytest.mark.parametrize("name", ["calls.csv", "calls.tsv", "calls.csv.gz", "calls.tsv.gz"])
    def test_reads_the_same_as_csv_or_tsv_packed_or_not(self, tmp_path: Path, name: str) -> None:
        mark = "\t" if ".tsv" in name else ","
        lines = [line.replace(",", mark) for line in (ANSWERED, GAVE_UP)]
        path = write(tmp_path, *lines, name=name, header=PLAIN.replace(",", mark))
        expected = read_history(write(tmp_path, ANSWERED, GAVE_UP, name="other.csv"), shipped("plain"))
        assert read_history(path, shipped("plain")).contacts.equals(expected.contacts)

    def test_may_start_with_a_byte_order_mark_and_write_columns_in_other_capitals(self, tmp_path: Path) -> None:
        path = write(tmp_path, ANSWERED, header="\ufeff" + PLAIN.title())
        assert len(read_history(path, shipped("plain")).contacts) == 1

    def test_may_hold_quoted_line_breaks_and_still_tells_lines_right(self, tmp_path: Path) -> None:
        header = PLAIN + ",note"
        path = write(tmp_path, ANSWERED + ',"two\nlines"', GAVE_UP + ",", header=header)
        assert read_history(path, shipped("plain")).contacts["line"].tolist() == [2, 4]

    def test_loses_the_names_of_agents_and_customers(self, tmp_path: Path) -> None:
        path = write(tmp_path, ANSWERED, ANSWERED.replace("Ada", "Bea").replace(":20,", ":21,"), GAVE_UP)
        contacts = read_history(path, plain_map(customer={"column": "agent"})).contacts
        assert contacts["agent"].tolist() == [0, 1, -1]
        assert contacts["customer"].tolist() == [0, 1, -1]
        assert "Ada" not in contacts.to_csv()

    def test_may_be_cut_by_days_with_a_clock_of_its_own(self, tmp_path: Path) -> None:
        later = read_history(write(tmp_path, ANSWERED, WAITING), shipped("plain")).between(1, 9)
        assert (str(later.first_date), later.n_days) == ("2024-03-02", 1)
        assert later.contacts["created_at"].tolist() == [61200.0]


class TestTheFileAsAWhole:
    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        found = faults(tmp_path / "nowhere.csv")["missing_file"]
        assert "there is no such file" in str(found)
        assert "nowhere.csv" in str(found)

    def test_a_missing_column_is_told_with_the_nearest(self, tmp_path: Path) -> None:
        path = write(tmp_path, ANSWERED, header=PLAIN.replace("answered_at", "anwsered_at"))
        assert 'did you mean "anwsered_at"?' in str(faults(path)["missing_column"])

    def test_a_column_that_comes_twice_is_told(self, tmp_path: Path) -> None:
        path = write(tmp_path, ANSWERED, header=PLAIN.replace("agent", "channel"))
        assert "two columns have this name" in str(faults(path)["doubled_column"])

    def test_another_delimiter_is_told(self, tmp_path: Path) -> None:
        path = write(tmp_path, ANSWERED.replace(",", ";"), header=PLAIN.replace(",", ";"))
        assert "set delimiter: ';'" in str(faults(path)["wrong_delimiter"])

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"", "empty_file"),
            (b"PK\x03\x04rest", "not_text"),
            (b"\x1f\x8bnot gzip at all", "unreadable_file"),
            ("created_at,channel,answered_at,ended_at,agent\nM\xfcller,,,,".encode("latin-1"), "not_text"),
            (b"created_at,channel,answered_at,ended_at,agent\n", "no_contacts"),
        ],
    )
    def test_what_is_no_table_is_told(self, tmp_path: Path, content: bytes, kind: str) -> None:
        path = tmp_path / "calls.csv"
        path.write_bytes(content)
        assert kind in faults(path)

    def test_another_encoding_is_read_when_the_map_says_so(self, tmp_path: Path) -> None:
        path = tmp_path / "calls.csv"
        path.write_bytes(f"{PLAIN}\n{ANSWERED.replace('Ada', 'Zoë')}\n".encode("cp1252"))
        assert len(read_history(path, plain_map(encoding="cp1252")).contacts) == 1

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.one_of(st.binary(max_size=300), st.text(alphabet='0123456789-: ,\n"+ZTabc\t', max_size=200)))
    def test_whatever_the_bytes_it_is_read_or_refused_in_our_words(self, tmp_path: Path, content: bytes | str) -> None:
        path = tmp_path / "calls.csv"
        body = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(PLAIN.encode() + b"\n" + ANSWERED.encode() + b"\n" + body)
        assert read_or_refuse(path)


class TestFaultsOfRows:
    def test_every_kind_is_told_at_once_with_rows_values_rule_and_fix(self, tmp_path: Path) -> None:
        path = write(
            tmp_path,
            ANSWERED,
            ANSWERED,
            ",,,,",
            "yesterday,phone,,,",
            "2024-03-01 10:00:00,phone,2024-03-01 09:59:00,2024-03-01 10:05:00,Bea",
            "2024-03-01 10:00:00,phone,2024-03-01 10:01:00,2024-03-01 10:00:30,Bea",
            "2024-03-01 11:00:00+02:00,phone,,,",
            "2024-03-01 11:00:00,phone",
            ",phone,,,Cay",
        )
        found = faults(path)
        assert {kind: fault.rows for kind, fault in found.items()} == {
            "duplicate_rows": (3,),
            "empty_rows": (4,),
            "unparsable_date": (5,),
            "created_late": (6,),
            "negative_durations": (7,),
            "mixed_time_zones": (8,),
            "ragged_rows": (9,),
            "missing_creation": (10,),
        }
        assert all(fault.rule and fault.fix and fault.count == 1 for fault in found.values())
        assert "calls.csv, line 5 = 'yesterday': created_at: not an ISO date with a time of day" in str(
            found["unparsable_date"]
        )
        assert "export them in one zone, or set zone and rules.time_zone: convert" in str(found["mixed_time_zones"])
        assert found["negative_durations"].values == ("30 s",)

    def test_the_first_twenty_rows_of_a_kind_are_listed_and_all_are_counted(self, tmp_path: Path) -> None:
        found = faults(write(tmp_path, *[f"day {number},phone,,,Ada" for number in range(25)]))["unparsable_date"]
        assert found.rows == tuple(range(2, 22))
        assert found.count == 25
        assert found.values[19] == "day 19"
        assert "calls.csv, 25 lines: 2, 3, 4," in str(found)

    @pytest.mark.parametrize("value", ["01/02/2024 09:00", "2024-02-30 09:00:00", "2024-02-03", "2024", "09:00", "nan"])
    def test_a_date_that_could_mean_two_things_or_none_is_not_guessed(self, tmp_path: Path, value: str) -> None:
        assert faults(write(tmp_path, f"{value},phone,,,Ada"))["unparsable_date"].values == (value,)

    def test_a_placeholder_date_of_decades_ago_is_told(self, tmp_path: Path) -> None:
        found = faults(write(tmp_path, ANSWERED, GAVE_UP, "1970-01-01 00:00:00,phone,,,"))["far_date"]
        assert (found.rows, found.values) == ((4,), ("1970-01-01",))

    @pytest.mark.parametrize(
        ("line", "rule"),
        [
            (ANSWERED, {"duplicate_rows": "drop"}),
            (",,,,", {"empty_rows": "drop"}),
            ("2024-03-01 11:00:00,phone", {"ragged_rows": "drop"}),
            ("yesterday,phone,,,", {"unparsable_dates": "drop"}),
            (",phone,,,Cay", {"missing_creation": "drop"}),
            ("2024-03-01 10:00:00,phone,2024-03-01 10:01:00,2024-03-01 10:00:30,B", {"negative_durations": "drop"}),
            ("2024-03-01 10:00:00,phone,2024-03-01 09:59:00,2024-03-01 10:05:00,B", {"created_late": "drop"}),
        ],
    )
    def test_a_rule_that_the_map_names_drops_such_rows_and_counts_them(
        self, tmp_path: Path, line: str, rule: dict[str, str]
    ) -> None:
        history = read_history(write(tmp_path, ANSWERED, line, GAVE_UP), rules(**rule))
        assert history.dropped == {next(iter(rule)): 1}
        assert len(history.contacts) == 2

    def test_rows_that_are_no_contacts_are_dropped_by_name(self, tmp_path: Path) -> None:
        drop = {"tests": {"column": "agent", "equals": ["Ada"], "because": "test calls"}}
        history = read_history(write(tmp_path, ANSWERED, GAVE_UP), plain_map(drop=drop))
        assert history.dropped == {"tests": 1}
        assert history.contacts["outcome"].tolist() == ["abandoned"]

    def test_equal_rows_may_be_kept_on_purpose(self, tmp_path: Path) -> None:
        history = read_history(write(tmp_path, GAVE_UP, GAVE_UP), rules(duplicate_rows="keep"))
        assert (len(history.contacts), history.dropped) == (2, {})

    def test_an_outcome_that_the_map_does_not_know_is_told(self, tmp_path: Path) -> None:
        mapping = plain_map(outcome={"column": "agent", "values": {"Ada": "answered"}})
        path = write(tmp_path, ANSWERED, ANSWERED.replace("Ada", "TRANSFER"))
        found = faults(path, mapping)["unknown_outcome"]
        assert (found.rows, found.values) == ((3,), ("TRANSFER",))


class TestTimeZones:
    def test_stamps_of_one_zone_are_shown_on_the_clock_of_the_desk(self, tmp_path: Path) -> None:
        line = "2024-07-01T22:30:00Z,phone,2024-07-01T22:31:00Z,2024-07-01T22:35:00Z,Ada"
        history = read_history(write(tmp_path, line), plain_map(zone="Europe/Vienna"))
        assert str(history.first_date) == "2024-07-02"
        assert history.contacts["second_of_day"].tolist() == [1800.0]
        assert history.contacts["wait_s"].tolist() == [60.0]

    def test_mixed_zones_are_converted_when_the_map_says_so_and_counted(self, tmp_path: Path) -> None:
        lines = [
            "2024-07-01 09:00:00,phone,,,",
            "2024-07-01 09:00:00+00:00,phone,,,",
            "2024-07-01 09:00:00 UTC,phone,,,",
            "2024-07-01 09:10:00,phone,,,",
            "2024-07-01 09:20:00,phone,,,",
        ]
        mapping = plain_map(zone="Europe/Vienna", rules={"time_zone": "convert"})
        history = read_history(write(tmp_path, *lines), mapping)
        assert (history.contacts["second_of_day"] / 3600).round(2).tolist() == [9.0, 9.17, 9.33, 11.0, 11.0]
        assert history.mended == {"time_zone: convert": 2}

    def test_offsets_that_are_the_zone_s_own_in_winter_and_summer_are_not_mixed(self, tmp_path: Path) -> None:
        lines = ["2024-03-30 12:00:00+01:00,phone,,,", "2024-04-01 12:00:00+02:00,phone,,,"]
        history = read_history(write(tmp_path, *lines), plain_map(zone="Europe/Vienna"))
        assert history.contacts["second_of_day"].tolist() == [43200.0, 43200.0]
        assert "mixed_time_zones" in faults(write(tmp_path, *lines), plain_map(zone="America/New_York"))

    def test_a_wait_across_a_change_of_the_clock_lasts_as_long_as_it_did(self, tmp_path: Path) -> None:
        line = "2024-03-31 01:30:00,phone,2024-03-31 03:30:00,2024-03-31 04:00:00,Ada"
        contacts = read_history(write(tmp_path, line), plain_map(zone="Europe/Vienna")).contacts
        assert contacts[["wait_s", "handle_s"]].to_numpy().tolist() == [[3600.0, 1800.0]]

    def test_an_hour_that_was_skipped_is_a_fault(self, tmp_path: Path) -> None:
        path = write(tmp_path, "2024-03-31 02:30:00,phone,,,")
        assert "Europe/Vienna has no such time" in str(faults(path, plain_map(zone="Europe/Vienna"))["skipped_hour"])

    def test_an_hour_that_came_twice_is_a_fault_until_the_map_says_which(self, tmp_path: Path) -> None:
        path = write(tmp_path, "2024-10-27 02:30:00,phone,,2024-10-27 04:00:00,")
        assert "came twice" in str(faults(path, plain_map(zone="Europe/Vienna"))["repeated_hour"])
        waits = []
        for which in ("first", "second"):
            history = read_history(path, plain_map(zone="Europe/Vienna", rules={"clock_change": which}))
            assert history.mended == {f"clock_change: {which}": 1}
            waits += history.contacts["wait_s"].tolist()
        assert waits == [9000.0, 5400.0]


class TestMending:
    """Two clocks, midnights and an exchange's own ways, by the named rules only."""

    HEADER = "day,created,queued,left,answered,ended,result"

    def mapping(self, **rules: str) -> object:
        def at(name: str) -> dict[str, str]:
            return {"date": "day", "time": name, "format": "%Y-%m-%d %H:%M:%S"}

        return plain_map(
            created_at=[at("created")],
            queue_entered_at=[at("queued")],
            queue_left_at=[at("left")],
            answered_at=[at("answered")],
            ended_at=[at("ended")],
            channel={"always": "phone"},
            agent=None,
            outcome={
                "column": "result",
                "values": {"A": "answered", "H": "abandoned"},
                "unqueued": "left_before_queue",
            },
            missing_together=[{"columns": ["queued", "left"], "value": "0:00:00"}],
            rules=rules,
        )

    def read(self, folder: Path, line: str, **rules: str) -> History:
        return read_history(write(folder, line, header=self.HEADER), self.mapping(**rules))  # type: ignore[arg-type]

    def told(self, folder: Path, line: str, **rules: str) -> dict[str, RowFault]:
        return faults(write(folder, line, header=self.HEADER), self.mapping(**rules))

    def test_clocks_within_the_tolerance_are_aligned_and_both_durations_stay(self, tmp_path: Path) -> None:
        line = "2024-03-01,9:00:00,9:00:05,9:00:25,9:00:24,9:03:24,A"
        assert self.told(tmp_path, line)["answered_early"].values == ("1 s",)
        history = self.read(tmp_path, line, clock_tolerance="2s")
        assert history.mended == {"clock_tolerance": 1}
        row = history.contacts.iloc[0]
        assert (row["wait_s"], row["handle_s"], row["answered_at"] - row["queue_left_at"]) == (20.0, 180.0, 0.0)

    def test_a_larger_overlap_needs_a_rule_that_says_which_clock_to_trust(self, tmp_path: Path) -> None:
        line = "2024-03-01,9:00:00,9:00:05,9:01:25,9:00:25,9:03:25,A"
        assert "answered_early" in self.told(tmp_path, line, clock_tolerance="2s")
        trusted = {
            choice: self.read(tmp_path, line, answered_early=choice).contacts.iloc[0][["wait_s", "handle_s"]].tolist()
            for choice in ("trust_answer", "trust_queue")
        }
        assert trusted == {"trust_answer": [20.0, 180.0], "trust_queue": [80.0, 180.0]}

    def test_times_after_midnight_belong_to_the_next_date_by_rule(self, tmp_path: Path) -> None:
        line = "2024-03-01,23:58:00,23:58:10,23:59:10,23:59:10,0:02:10,A"
        assert "negative_durations" in self.told(tmp_path, line)
        history = self.read(tmp_path, line, midnight="roll_over")
        assert history.contacts["handle_s"].tolist() == [180.0]
        assert history.mended == {"midnight: roll_over": 1}

    def test_a_value_that_means_nothing_in_common_means_midnight_alone(self, tmp_path: Path) -> None:
        direct = self.read(tmp_path, "2024-03-01,9:00:00,0:00:00,0:00:00,9:00:07,9:03:00,A").contacts.iloc[0]
        assert (direct["queue_entered_at"] - direct["created_at"], direct["wait_s"]) == (0.0, 7.0)
        line = "2024-03-01,23:59:55,0:00:00,0:00:27,0:00:27,0:01:27,A"
        late = self.read(tmp_path, line, midnight="roll_over").contacts.iloc[0]
        assert (late["queue_entered_at"] - late["created_at"], late["wait_s"]) == (5.0, 27.0)

    def test_who_hangs_up_before_the_queue_never_asked_for_an_agent(self, tmp_path: Path) -> None:
        history = self.read(tmp_path, "2024-03-01,9:00:00,0:00:00,0:00:00,,,H")
        assert history.contacts["outcome"].tolist() == ["left_before_queue"]
        assert len(history.offered()) == 0

    def test_an_abandoned_contact_with_a_service_needs_its_rule(self, tmp_path: Path) -> None:
        line = "2024-03-01,9:00:00,9:00:05,9:00:25,9:00:25,9:00:40,H"
        assert "abandoned_with_service" in self.told(tmp_path, line)
        history = self.read(tmp_path, line, abandoned_with_service="ignore_service")
        row = history.contacts.iloc[0]
        assert (row["wait_s"], row["outcome"]) == (20.0, "abandoned")
        assert np.isnan(row["answered_at"])

    def test_an_answer_without_stamps_needs_its_rule(self, tmp_path: Path) -> None:
        line = "2024-03-01,9:00:00,9:00:05,9:00:25,,,A"
        assert "answered_unstamped" in self.told(tmp_path, line)
        history = self.read(tmp_path, line, answered_unstamped="keep_without_handle_time")
        row = history.contacts.iloc[0]
        assert (row["wait_s"], row["outcome"]) == (20.0, "answered")
        assert np.isnan(row["handle_s"])

    def test_a_creation_after_the_next_stamp_takes_that_stamp_by_rule(self, tmp_path: Path) -> None:
        line = "2024-03-01,9:00:50,9:00:05,9:00:25,9:00:25,9:03:25,A"
        assert self.told(tmp_path, line)["created_late"].values == ("45 s",)
        history = self.read(tmp_path, line, created_late="take_next_stamp")
        assert history.contacts["created_at"].tolist() == [32405.0]


class TestTickets:
    def test_of_zendesk_are_read_with_reply_minutes_and_without_handle_times(self, tmp_path: Path) -> None:
        header = "Id,Requester id,Assignee,Via,Ticket type,Priority,Created at,Solved at,First reply time in minutes"
        lines = [
            "1,77,Ada,Mail,Question,Low,2024-03-01 09:00,2024-03-02 10:00,90",
            "2,77,Ada,Chat,-,Low,2024-03-01 10:00,,",
            "3,78,,Mail,-,Low,2024-03-01 11:00,2024-03-01 12:00,",
            "4,79,Ada,Closed Ticket,-,Low,2024-03-01 12:00,2024-03-01 13:00,5",
        ]
        history = read_history(write(tmp_path, *lines, header=header), shipped("zendesk"))
        contacts = history.contacts
        assert contacts["outcome"].tolist() == ["answered", "open", "unanswered"]
        assert contacts["channel"].tolist() == ["email", "chat", "email"]
        assert contacts["topic"].tolist() == ["Question", "", ""]
        np.testing.assert_array_equal(contacts["wait_s"], [5400.0, np.nan, np.nan])
        assert contacts["handle_s"].isna().all()
        assert contacts["customer"].tolist() == [0, 0, 1]
        assert history.dropped == {"follow_up_of_a_closed_ticket": 1}

    def test_of_freshdesk_are_read_with_reply_stamps_and_the_first_end_that_is_filled(self, tmp_path: Path) -> None:
        header = "Ticket ID,Source,Type,Agent,Priority,Contact ID,Created Time,"
        header += "Initial response time,Resolved time,Closed time"
        day = "2024-03-01"
        lines = [
            f"1,Email,Question,Ada,Low,5,{day} 09:00:00,{day} 09:30:00,{day} 10:00:00,2024-03-04 10:00:00",
            f"2,Phone,Problem,No Agent,Low,6,{day} 09:10:00,,,{day} 10:00:00",
            f"3,Outbound Email,,Ada,Low,7,{day} 09:20:00,,,",
        ]
        history = read_history(write(tmp_path, *lines, header=header), shipped("freshdesk"))
        assert history.contacts["ended_at"].tolist() == [36000.0, 36000.0]
        assert history.contacts["outcome"].tolist() == ["answered", "unanswered"]
        assert history.contacts["agent"].tolist() == [0, -1]
        assert history.dropped == {"written_by_us": 1}

    def test_with_a_duration_that_is_no_number_are_told(self, tmp_path: Path) -> None:
        header = "Id,Requester id,Assignee,Via,Ticket type,Priority,Created at,Solved at,First reply time in minutes"
        path = write(
            tmp_path, "1,7,A,Mail,-,Low,2024-03-01 09:00,,-4", "2,7,A,Mail,-,Low,2024-03-01 09:00,,x", header=header
        )
        found = faults(path, shipped("zendesk"))["unparsable_date"]
        assert (found.rows, found.values) == ((2, 3), ("-4", "x"))
        assert "not a duration" in found.rule
