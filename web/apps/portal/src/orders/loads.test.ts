import { expect, test } from "vitest";
import { addLoad, loadFaultsOf, loadsOf } from "./loads.ts";

const load = (name: string, amount: string, id = 1) => ({ id, name, amount });

test("loads are sent by name, and none when nothing is said", () => {
  expect(loadsOf([load("cold_box ", " 12"), load("pallets", "1", 2)])).toEqual({ cold_box: 12, pallets: 1 });
  expect(loadsOf([load("", " ")])).toBeUndefined();
  expect(loadsOf([])).toBeUndefined();
});

test("a row left empty is no fault, half a row is one", () => {
  expect(loadFaultsOf([load("", "")])).toEqual({});
  expect(loadFaultsOf([load("cold_box", "")])).toEqual({ 1: { amount: "not_whole" } });
  expect(loadFaultsOf([load("", "3")])).toEqual({ 1: { name: "no_name" } });
});

test.each(["1.5", "-1", "0", "much"])("%s is no amount of a load", (amount) => {
  expect(loadFaultsOf([load("cold_box", amount)])).toEqual({ 1: { amount: "not_whole" } });
});

test("a name is written as vehicles have it, and once", () => {
  expect(loadFaultsOf([load("Cold Box", "1")])).toEqual({ 1: { name: "no_name" } });
  expect(loadFaultsOf([load("cold_l", "1"), load("cold_l", "2", 2)])).toEqual({ 2: { name: "twice" } });
});

test("a new row is told from those before it, also after one was removed", () => {
  expect(addLoad([load("a", "1", 4)]).map((one) => one.id)).toEqual([4, 5]);
  expect(addLoad([]).map((one) => one.id)).toEqual([1]);
});
